import CMigratorSQLite
import MigratorBlocking
import Synchronization

/// Stops what a connection does, and paces its waiting for locks; may be used from any thread.
///
/// The pointer is kept as a number, so that `Mutex` alone makes this `Sendable`; it is used under the mutex only,
/// and taken away before the connection is closed.
final class SQLiteInterrupter: Interrupter {
    private struct State {
        var database: UInt = 0
        var isRunning = false
        var isCancelled = false
        var waits = 0
        var waited = Duration.zero
    }

    private let state = Mutex(State())
    private let timeout: Duration

    init(timeout: Duration) {
        self.timeout = timeout
    }

    /// Takes the connection and becomes its busy handler.
    func attach(to database: OpaquePointer) {
        let address = UInt(bitPattern: database)
        state.withLock { $0.database = address }
        // The handle keeps this object until it has closed the database.
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_busy_handler(
            database,
            { context, _ in SQLiteInterrupter.from(context)?.wait() == true ? 1 : 0 },
            context
        )
        // An interrupt between the check of the flag and the first opcode is lost on SQLite, but not on this.
        sqlite3_progress_handler(
            database,
            10_000,
            { context in SQLiteInterrupter.from(context)?.isCancelled == true ? 1 : 0 },
            context
        )
    }

    /// Lets go of the connection, which is about to be closed.
    func detach() {
        state.withLock { $0.database = 0 }
    }

    /// Marks the beginning of a call, which may be cancelled from now on.
    func begin() {
        state.withLock { state in
            state.isRunning = true
            state.isCancelled = false
            state.waits = 0
            state.waited = .zero
        }
    }

    /// Marks the end of a call.
    func end() {
        state.withLock { $0.isRunning = false }
    }

    /// Stops the call that runs now, if one does.
    func cancel() {
        state.withLock { state in
            guard state.isRunning, let database = OpaquePointer(bitPattern: state.database) else { return }
            state.isCancelled = true
            sqlite3_interrupt(database)
        }
    }

    var isCancelled: Bool {
        state.withLock { $0.isRunning && $0.isCancelled }
    }

    /// Sleeps for a moment; returns whether the lock is worth another try.
    func wait() -> Bool {
        let (waits, waited) = state.withLock { ($0.waits, $0.waited) }
        guard waited < timeout, !isCancelled else { return false }
        let start = ContinuousClock.now
        // Up to 2, 4, 8, 16, then 32 ms at random, so that waiting sessions do not meet again and again.
        sqlite3_sleep(.random(in: 1...(2 << Int32(min(waits, 4)))))
        let elapsed = start.duration(to: .now)
        state.withLock { state in
            state.waits += 1
            state.waited += elapsed
        }
        return !isCancelled
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> SQLiteInterrupter? {
        context.map { Unmanaged<SQLiteInterrupter>.fromOpaque($0).takeUnretainedValue() }
    }
}
