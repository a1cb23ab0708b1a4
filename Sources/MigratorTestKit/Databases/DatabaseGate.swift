import Synchronization

/// Bounds how many databases are open at once; who waits gets in by turn, and leaves the queue when cancelled.
final class DatabaseGate: Sendable {
    private struct State {
        var free: Int
        var next = 0
        var queue: [(ticket: Int, continuation: CheckedContinuation<Void, any Error>)] = []
    }

    private let state: Mutex<State>

    init(limit: Int) {
        state = Mutex(State(free: max(limit, 1)))
    }

    /// How many wait.
    var waiting: Int { state.withLock { $0.queue.count } }

    /// Waits for its turn.
    ///
    /// - Throws: `CancellationError`; then ``leave()`` is not to be called.
    func enter() async throws {
        let ticket = state.withLock { state in
            defer { state.next += 1 }
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<Void, any Error>? = state.withLock { state in
                    // A cancellation that comes later finds the ticket in the queue.
                    if Task.isCancelled { return .failure(CancellationError()) }
                    guard state.free == 0 else {
                        state.free -= 1
                        return .success(())
                    }
                    state.queue.append((ticket, continuation))
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                state.queue.firstIndex { $0.ticket == ticket }.map { state.queue.remove(at: $0).continuation }
            }
            waiting?.resume(throwing: CancellationError())
        }
    }

    /// Lets the next one in.
    func leave() {
        let next = state.withLock { state in
            guard !state.queue.isEmpty else {
                state.free += 1
                return nil as CheckedContinuation<Void, any Error>?
            }
            return state.queue.removeFirst().continuation
        }
        next?.resume()
    }
}
