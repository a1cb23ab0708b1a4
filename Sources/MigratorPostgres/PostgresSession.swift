import CMigratorPostgres
import MigratorBlocking
public import MigratorDatabase

/// A session with a PostgreSQL server, by libpq.
///
/// Runs on an executor of its own and waits for the server without blocking the task that cancels. The session speaks
/// UTF-8 and writes dates in ISO style; the time zone, the search path and all else is left as server, role and
/// configuration set it, except that a commit waits for the disk.
public actor PostgresSession: DatabaseConnection {
    /// PostgreSQL.
    public nonisolated let kind = DatabaseKind.postgres

    private let executor: QueueExecutor
    private nonisolated let interrupter = PipeInterrupter()
    nonisolated let streams = PostgresStreams()

    private var handle: PostgresHandle?
    /// Whether ``begin()`` opened a transaction that neither ``commit()`` nor ``rollback()`` has ended yet.
    var hasBegun = false

    /// The executor of the connection's own queue.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Connects to a server; waits 10 s for each of its addresses unless `connect_timeout` says otherwise.
    ///
    /// - Throws: `DatabaseFailure` with code `.cannotOpen`, `.authenticationFailed`, `.permissionDenied` or
    ///   `.cancelled`; no message holds a password.
    public init(_ configuration: PostgresSessionConfiguration) async throws(DatabaseFailure) {
        executor = QueueExecutor(label: "migrator.postgres")
        // All properties have values: what follows runs on the executor.
        try await interrupter.run { () throws(DatabaseFailure) in
            #if os(Linux)
            try LibPQ.load()
            #endif
            try self.open(configuration)
        }
    }

    /// Ends the session; what a transaction has not committed is undone.
    public func close() {
        handle = nil
        hasBegun = false
        streams.finish()
    }

    /// Runs calls on the connection's executor, one after the other.
    public func together<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        try await body()
    }

    /// The number of the server's process, as libpq was told it when the session began; `nil` once it is closed.
    public var serverProcess: Int? {
        handle.map { Int(PQbackendPID($0.connection)) }
    }

    private func open(_ configuration: PostgresSessionConfiguration) throws(DatabaseFailure) {
        let settings = """
            SET standard_conforming_strings = on; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres';
            SET bytea_output = 'hex'; SET extra_float_digits = 1; SHOW synchronous_commit
            """
        let opened = try PostgresHandle(configuration, interrupter, streams)
        if try opened.runScript(settings).rows().first?.values == [.text("off")] {
            try opened.runScript("SET synchronous_commit = on")
        }
        handle = opened
    }

    // MARK: Calls

    /// Waits for the server such that cancelling the task, or ``cancel()``, stops it.
    func interruptibly<Value>(
        _ body: (PostgresHandle) throws(DatabaseFailure) -> Value
    ) async throws(DatabaseFailure) -> Value {
        let handle = try openHandle()
        if hasBegun, !handle.isLost, !handle.isInTransaction {
            throw DatabaseFailure(
                .wrongTransactionState,
                "the transaction has ended, by an error or by a statement; roll back before going on"
            )
        }
        return try await interrupter.run { () throws(DatabaseFailure) in try body(handle) }
    }

    func openHandle() throws(DatabaseFailure) -> PostgresHandle {
        guard let handle else { throw DatabaseFailure(.connectionLost, "the connection is closed") }
        return handle
    }

    /// Interrupts the statement that runs now, if one does.
    public nonisolated func cancel() {
        interrupter.cancel()
    }

    /// The server's notices and warnings from now on, until the connection closes.
    public nonisolated func notices() -> AsyncStream<DatabaseNotice> {
        streams.notices.stream()
    }
}
