import Synchronization

/// The identity of a load: a key as it was when the load began.
///
/// The tokens and the generation are part of it, so that a read that begins after an invalidation never joins a load
/// that began before it.
struct FlightKey: Hashable, Sendable {
    let key: CacheKey
    let tokens: [Token]
    let generation: UInt64
    let epoch: UInt64
    let drops: UInt64

    init(_ key: CacheKey, tokens: [Token], note: MemoryNote) {
        self.key = key
        self.tokens = tokens
        generation = note.generation
        epoch = note.epoch
        drops = note.drops
    }
}

/// The loads under way in this process: one for each key.
///
/// The first caller leads and loads in its own task; the others wait. Its error is theirs too, but if it is cancelled
/// one of them takes over.
final class FlightTable: Sendable {
    private let flights = Mutex<[FlightKey: Flight]>([:])

    /// How many loads are under way.
    var count: Int { flights.withLock { $0.count } }

    /// Joins the load of a key, or leads it.
    func join(_ key: FlightKey) -> (flight: Flight, leads: Bool) {
        flights.withLock { flights in
            if let flight = flights[key] { return (flight, false) }
            let flight = Flight()
            flights[key] = flight
            return (flight, true)
        }
    }

    /// Ends a load, and gives its result to all that wait for it.
    func land(_ flight: Flight, _ key: FlightKey, _ landing: Flight.Landing) {
        flights.withLock { flights in
            if flights[key] === flight { flights[key] = nil }
        }
        flight.land(landing)
    }
}

/// One load in progress.
final class Flight: Sendable {
    /// How a load ended.
    enum Landing: Sendable {
        case value((any Sendable)?)
        case failure(any Error)
        /// The leader was cancelled: one of those that wait must load.
        case abandoned
    }

    private struct State {
        var landing: Landing?
        var waiters: [Int: CheckedContinuation<Landing, any Error>] = [:]
        var cancelled: Set<Int> = []
        var nextID = 0
    }

    private let state = Mutex(State())

    fileprivate func land(_ landing: Landing) {
        let waiters = state.withLock { state in
            state.landing = landing
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume(returning: landing) }
    }

    /// Waits for the end of the load.
    ///
    /// - Throws: `CancellationError`, when the task that waits is cancelled.
    func wait() async throws -> Landing {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Landing, any Error>) in
                let ready: Result<Landing, any Error>? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
                    if let landing = state.landing { return .success(landing) }
                    state.waiters[id] = continuation
                    return nil
                }
                if let ready { continuation.resume(with: ready) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                if let waiter = state.waiters.removeValue(forKey: id) { return Optional(waiter) }
                state.cancelled.insert(id)
                return nil
            }
            waiter?.resume(throwing: CancellationError())
        }
    }
}
