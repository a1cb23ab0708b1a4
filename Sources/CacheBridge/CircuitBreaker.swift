import Synchronization

/// Keeps a store that does not answer from being asked, and tries again, ever less often.
///
/// A refused or broken connection opens it at once, so that a command without a Redis about pays one refusal; slow
/// answers open it after three in a row. Then one caller at a time may try: after 0.5 s, and after each failure twice as
/// long, up to 30 s, each time a random part between half and all of it, so that processes do not come back together.
final class CircuitBreaker: Sendable {
    /// Whether the store is asked.
    enum Phase: Int, Sendable {
        case closed = 0
        case halfOpen = 1
        case open = 2
    }

    private struct State {
        var phase = Phase.closed
        var failures = 0
        var opened = 0
        var until: Int64 = 0
    }

    private static let tolerated = 3
    private static let shortest: Int64 = 500_000_000
    private static let longest: Int64 = 30_000_000_000

    private let clock: any CacheClock
    private let state = Mutex(State())

    init(clock: any CacheClock) {
        self.clock = clock
    }

    var phase: Phase { state.withLock { $0.phase } }

    /// Whether a call may be made now; after `true` the caller must report how the call went.
    func admit() -> Bool {
        let now = clock.now
        return state.withLock { state in
            switch state.phase {
            case .closed: return true
            case .halfOpen: return false
            case .open:
                guard now >= state.until else { return false }
                state.phase = .halfOpen
                return true
            }
        }
    }

    /// Notes an answer; says whether it closed the breaker.
    func succeed() -> Bool {
        state.withLock { state in
            let wasOpen = state.phase != .closed
            state = State()
            return wasOpen
        }
    }

    /// Notes that nothing was learnt, because the caller went away.
    func abstain() {
        state.withLock { state in
            if state.phase == .halfOpen { state.phase = .open }
        }
    }

    /// Notes a failure; says whether it opened the breaker.
    func fail(_ code: CacheError.Code, jitter: Double = .random(in: 0.5...1)) -> Bool {
        let now = clock.now
        return state.withLock { state in
            state.failures += 1
            guard state.phase == .halfOpen || code != .timedOut || state.failures >= Self.tolerated else {
                return false
            }
            let wasClosed = state.phase == .closed
            guard wasClosed || state.phase == .halfOpen else { return false }
            let wait = min(Self.longest, Self.shortest << Int64(min(state.opened, 10)))
            state.opened += 1
            state.phase = .open
            state.until = now + Int64(Double(wait) * jitter)
            return wasClosed
        }
    }
}
