import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Tells a call that polls a socket to stop: it polls a pipe beside it, which is written to when the call is cancelled.
package final class PipeInterrupter: Interrupter {
    private struct State {
        var isRunning = false
        var isCancelled = false
    }

    private let state = Mutex(State())
    /// Becomes readable when the call is cancelled; -1 without a pipe.
    package let descriptor: Int32
    private let writeEnd: Int32

    package init() {
        var ends: [Int32] = [-1, -1]
        // Without a pipe, as when no descriptors are left, a wait ends by its time-out only, if it has one.
        if pipe(&ends) != 0 { ends = [-1, -1] }
        for end in ends where end >= 0 {
            _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        descriptor = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        close(writeEnd)
    }

    package func begin() {
        state.withLock { $0.isRunning = true }
    }

    package func end() {
        state.withLock { state in
            state.isRunning = false
            guard state.isCancelled else { return }
            state.isCancelled = false
            drain()
        }
    }

    package func cancel() {
        state.withLock { state in
            guard state.isRunning, !state.isCancelled else { return }
            state.isCancelled = true
            var byte: UInt8 = 1
            _ = write(writeEnd, &byte, 1)
        }
    }

    /// Has the next wait not return at once.
    package func drain() {
        var byte: UInt8 = 0
        while read(descriptor, &byte, 1) > 0 {}
    }

    /// Whether the call that runs now was told to stop.
    package var isCancelled: Bool {
        state.withLock { $0.isCancelled }
    }
}
