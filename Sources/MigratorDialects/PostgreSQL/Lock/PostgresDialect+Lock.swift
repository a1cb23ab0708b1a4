package import MigratorDatabase

extension PostgresDialect {
    /// A pooler in between makes up the number of the server's process, and may give each transaction another session.
    package func lock(_ context: LockContext) async throws -> any RunLock {
        let connection = context.connection
        let backend = try await connection.query("SELECT pg_catalog.pg_backend_pid()").first?.values.first
        let isDirect = await connection.serverProcess.map { backend == .int(Int64($0)) } ?? true
        return isDirect ? PostgresRunLock(context) : PostgresPooledLock(context)
    }

    package func isLocked(
        _ version: TableName,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> Bool {
        try await PostgresAdvisoryLock(for: version).isHeld(connection)
    }
}

/// Statements that a transaction under the lock begins with.
enum PostgresLocking {
    /// Each statement sees what was committed before it: at a higher level the first would fix the view of all.
    static var readCommitted: BoundStatement { ("SET TRANSACTION ISOLATION LEVEL READ COMMITTED", []) }

    /// Alembic takes no lock of its own, so the table is held against whatever else writes to it.
    static func keepWritersOut(of version: TableName) -> BoundStatement {
        ("LOCK TABLE \(version.quoted) IN SHARE ROW EXCLUSIVE MODE", [])
    }
}
