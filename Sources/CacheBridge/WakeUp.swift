import Synchronization

/// A pause that somebody else may end.
package final class WakeUp: Sendable {
    private struct State {
        var isRung = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Creates one that nobody has rung.
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

    /// Waits until somebody rings; one task at a time may.
    ///
    /// - Parameter limit: After what time it goes on by itself.
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
