import Synchronization

/// A pause that another task may end.
package final class WakeUp: Sendable {
    private struct State {
        var isRung = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Creates one that has not been rung.
    package init() {}

    /// Ends the pause that there is, or else the next one.
    package func ring() {
        let waiting = state.withLock { state in
            defer { state.waiting = nil }
            state.isRung = state.waiting == nil
            return state.waiting
        }
        waiting?.resume()
    }

    /// Waits until another task rings; only one task at a time may wait.
    ///
    /// - Parameter limit: The time after which it returns by itself.
    /// - Throws: `CancellationError`.
    package func wait(atMost limit: Duration) async throws {
        let alarm = Task { if (try? await Task.sleep(for: limit)) != nil { ring() } }
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let isRung = state.withLock { state in
                    defer { state.isRung = false }
                    if !state.isRung { state.waiting = continuation }
                    return state.isRung
                }
                if isRung { continuation.resume() }
            }
        } onCancel: {
            ring()
        }
        alarm.cancel()
        try Task.checkCancellation()
    }
}
