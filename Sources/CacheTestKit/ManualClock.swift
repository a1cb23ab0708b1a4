import CacheBridge
import MigratorSystem
import Synchronization

/// A clock that stands still until a test moves it.
package final class ManualClock: CacheClock {
    private struct Sleeper {
        let id: Int
        let moment: Int64
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Int64
        var wall: Int64
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
        var nextID = 0
    }

    private let state: Mutex<State>

    /// Starts at a moment: monotonic nanoseconds, and milliseconds since 1970.
    package init(now: Int64 = 1_000_000_000, wall: Int64 = 1_700_000_000_000) {
        state = Mutex(State(now: now, wall: wall))
    }

    package var now: Int64 { state.withLock { $0.now } }
    package var wall: Int64 { state.withLock { $0.wall } }
    /// How many tasks wait for this clock.
    package var sleepers: Int { state.withLock { $0.sleepers.count } }

    /// Moves both times on and wakes the tasks that have waited long enough, the earliest first.
    package func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now += duration.nanoseconds
            state.wall += duration.milliseconds
            let now = state.now
            let due = state.sleepers.filter { $0.moment <= now }.sorted { ($0.moment, $0.id) < ($1.moment, $1.id) }
            state.sleepers.removeAll { $0.moment <= now }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    package func sleep(until moment: Int64) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let outcome: Result<Void, any Error>? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
                    if moment <= state.now { return .success(()) }
                    state.sleepers.append(Sleeper(id: id, moment: moment, continuation: continuation))
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil
                }
                return state.sleepers.remove(at: index)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}
