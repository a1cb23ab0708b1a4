import MigrationDSL
import MigratorDatabase
import MigratorDialects

/// The right to change a database, which one run has at a time.
protocol RunLock: Sendable {
    /// Whether the lock is held between transactions, too.
    var isHeldBetweenTransactions: Bool { get }

    /// The engine's tables, as they are to be used once it was taken.
    var tables: EngineTables { get }

    /// Waits until no other run has the lock, makes the engine's tables and lets them grow.
    ///
    /// - Throws: ``MigratorError`` with code `.lockUnavailable` that names the holder.
    mutating func take() async throws

    /// Opens a transaction in which nobody else changes the version rows, and reads them.
    ///
    /// - Parameters:
    ///   - lockTimeout: How long a statement may wait for a lock of the database's own; `nil` for as long as it takes.
    ///   - remembering: Whether the session's settings are to be kept in mind.
    /// - Returns: The version rows, and the session's settings where they are to be kept in mind.
    /// - Throws: ``MigratorError`` with code `.lockUnavailable` if the lock is lost or not to be had, else `DatabaseFailure`.
    func begin(lockTimeout: Duration?, remembering: Bool) async throws -> LockedTransaction

    /// Lets others have the lock.
    func release() async
}

/// A transaction under the lock, as it begins.
struct LockedTransaction: Sendable {
    /// The session's settings, if they were asked for and the database has any.
    var session: (any SessionState)?
    /// All version rows.
    let rows: [RevisionID]

    /// The version rows, if they are not the ones that a plan counts on.
    func moved(from expected: [RevisionID]) -> [RevisionID]? {
        rows.areAll(expected) ? nil : rows
    }
}

extension [RevisionID] {
    /// Whether these version rows are just those, in any order.
    func areAll(_ expected: [RevisionID]) -> Bool { sorted() == expected.sorted() }
}

/// What all locks work with.
struct LockContext: Sendable {
    let connection: any DatabaseConnection
    /// The engine's tables, before anybody has looked what there is of them.
    let tables: EngineTables
    let timeout: Duration
    let observe: MigrationEngine.Observer

    init(
        _ connection: any DatabaseConnection,
        _ tables: EngineTables,
        _ settings: MigratorSettings,
        _ observe: @escaping MigrationEngine.Observer
    ) {
        self.connection = connection
        self.tables = tables
        timeout = settings.lockTimeout
        self.observe = observe
    }

    /// Tells what the tables lack.
    func tell(_ notices: [DatabaseNotice]) {
        for notice in notices { observe(.notice(notice)) }
    }

    /// The lock for this database, over whatever stands between here and there.
    func lock() async throws -> any RunLock {
        guard connection.kind == .postgres else { return SQLiteRunLock(self) }
        let backend = try await connection.query("SELECT pg_catalog.pg_backend_pid()").first?.values.first
        let isDirect = await connection.serverProcess.map { backend == .int(Int64($0)) } ?? true
        return isDirect ? PostgresRunLock(self) : PostgresPooledLock(self)
    }
}
