import CLibPQ
import Synchronization

/// Tells a connection that waits for the server to stop; may be used from any thread.
///
/// A call that waits does so for the server's socket and for this pipe, and sends the request to cancel itself: the
/// request opens a connection of its own, which must not block whoever cancels.
final class PostgresInterrupter: Sendable {
    private struct State {
        var isRunning = false
        var isCancelled = false
    }

    private let state = Mutex(State())
    private let readEnd: Int32
    private let writeEnd: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        // Without a pipe, as when no descriptors are left, a wait is not woken; the connection will fail anyway.
        if migrator_pq_open_pipe(&ends) != 0 { ends = [-1, -1] }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        guard readEnd >= 0 else { return }
        migrator_pq_close(readEnd)
        migrator_pq_close(writeEnd)
    }

    /// Becomes readable when the call is cancelled.
    var descriptor: Int32 { readEnd }

    /// Marks the beginning of a call, which may be cancelled from now on.
    func begin() {
        state.withLock { state in
            state.isRunning = true
            state.isCancelled = false
            drain()
        }
    }

    /// Marks the end of a call.
    func end() {
        state.withLock { state in
            state.isRunning = false
            state.isCancelled = false
            drain()
        }
    }

    /// Stops the call that runs now, if one does.
    func cancel() {
        state.withLock { state in
            guard state.isRunning, !state.isCancelled else { return }
            state.isCancelled = true
            migrator_pq_wake(writeEnd)
        }
    }

    /// Has the next wait not return at once.
    func drain() {
        if readEnd >= 0 { migrator_pq_drain(readEnd) }
    }

    var isCancelled: Bool {
        state.withLock { $0.isRunning && $0.isCancelled }
    }
}
