import MigratorBlocking
public import MigratorDatabase

/// A connection to a SQLite database.
///
/// Runs on an executor of its own. Foreign keys are enforced and a commit is on the disk when it returns
/// (`synchronous = FULL`); the file's journal mode stays as it is unless the configuration names one.
public actor SQLiteSession: DatabaseConnection {
    /// SQLite.
    public nonisolated let kind = DatabaseKind.sqlite

    private let executor: QueueExecutor
    nonisolated let interrupter: SQLiteInterrupter
    let checksForeignKeys: Bool

    private var handle: SQLiteHandle?
    /// Whether ``begin()`` opened a transaction that neither ``commit()`` nor ``rollback()`` has ended yet.
    var hasBegun = false
    /// The rows that referred to none before the first transaction.
    var knownOrphans: [Orphan: Int]?

    /// The executor of the connection's own queue.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Opens a database and reads its header, so that a file that is none is found out now.
    ///
    /// - Throws: `DatabaseFailure` with code `.cannotOpen`, `.permissionDenied`, `.corrupt` or `.busy`.
    public init(_ configuration: SQLiteSessionConfiguration) async throws(DatabaseFailure) {
        executor = QueueExecutor(label: "migrator.sqlite")
        interrupter = SQLiteInterrupter(timeout: configuration.busyTimeout)
        checksForeignKeys = configuration.checksForeignKeys
        // All properties have values: what follows runs on the executor.
        handle = try SQLiteHandle(configuration, interrupter)
        try await interruptibly { handle throws(DatabaseFailure) in
            try self.setUp(handle, configuration)
        }
    }

    /// Runs calls on the connection's executor, one after the other.
    public func together<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        try await body()
    }

    /// Ends the session; what a transaction has not committed is undone.
    public func close() {
        handle = nil
        hasBegun = false
    }

    private func setUp(_ handle: SQLiteHandle, _ configuration: SQLiteSessionConfiguration) throws(DatabaseFailure) {
        do throws(DatabaseFailure) {
            _ = try rows("PRAGMA schema_version", on: handle)
        } catch {
            throw SQLiteFile.explained(error, configuration, handle.database)
        }
        _ = try rows("PRAGMA foreign_keys = ON", on: handle)
        _ = try rows("PRAGMA synchronous = FULL", on: handle)
        // 64 MiB at the most: with SQLite's own 2 MiB a bulk load writes each page of a large index many times.
        _ = try rows("PRAGMA cache_size = -65536", on: handle)
        // A database in memory has a journal of its own kind.
        guard let mode = configuration.journalMode, !configuration.isInMemory else { return }
        guard try rows("PRAGMA journal_mode = \(mode.rawValue)", on: handle).first == [.text(mode.rawValue)] else {
            throw DatabaseFailure(
                .unsupported,
                "the journal of \(configuration.path) could not be set to \(mode.rawValue)"
            )
        }
    }

    // MARK: Calls

    /// Runs C calls such that cancelling the task, or ``cancel()``, stops them.
    func interruptibly<Value>(
        _ body: (SQLiteHandle) throws(DatabaseFailure) -> Value
    ) async throws(DatabaseFailure) -> Value {
        let handle = try openHandle()
        if hasBegun, !handle.isInTransaction {
            throw DatabaseFailure(
                .wrongTransactionState,
                "the transaction has ended, by an error or by a statement; roll back before going on"
            )
        }
        return try await interrupter.run { () throws(DatabaseFailure) in try body(handle) }
    }

    func openHandle() throws(DatabaseFailure) -> SQLiteHandle {
        guard let handle else { throw DatabaseFailure(.connectionLost, "the connection is closed") }
        return handle
    }

    /// Interrupts the statement that runs now, or its waiting for a lock.
    public nonisolated func cancel() {
        interrupter.cancel()
    }

    /// Ends at once: SQLite says nothing beside its answers.
    public nonisolated func notices() -> AsyncStream<DatabaseNotice> {
        AsyncStream { $0.finish() }
    }
}
