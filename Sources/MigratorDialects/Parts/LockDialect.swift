package import MigratorDatabase

/// The lock of a run, as one database has it.
///
/// What is given here is for a database that lets one transaction at a time write, and keeps no other lock.
package protocol LockDialect {
    /// The lock for a connection, over whatever stands between here and the database.
    func lock(_ context: LockContext) async throws -> any RunLock

    /// Whether a run over this version table has the lock now, as far as the database tells.
    func isLocked(
        _ version: TableName,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> Bool
}

extension LockDialect {
    package func lock(_ context: LockContext) async throws -> any RunLock { TransactionRunLock(context) }

    package func isLocked(
        _ version: TableName,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> Bool {
        false
    }
}
