import MigratorDatabase
import MigratorDialects
import MigratorOutbox

extension EngineTables {
    /// What the lock of a run works with.
    func lockContext(
        _ connection: any DatabaseConnection,
        _ settings: MigratorSettings,
        _ observe: @escaping MigrationEngine.Observer
    ) -> LockContext {
        LockContext(
            connection,
            versionTable,
            pruning: pruning,
            timeout: settings.lockTimeout,
            isWaiting: { observe(.waitingForLock) }
        )
    }
}
