package import MigratorDatabase

/// What a lock works with.
package struct LockContext: Sendable {
    package let connection: any DatabaseConnection
    package let versionTable: VersionTable
    /// The statements that a run begins with under the lock: they forget what the outbox need not keep.
    package let pruning: [BoundStatement]
    /// How long to wait for another run.
    package let timeout: Duration
    /// Is called once a run has to wait for another one.
    package let isWaiting: @Sendable () -> Void

    /// Creates it.
    package init(
        _ connection: any DatabaseConnection,
        _ versionTable: VersionTable,
        pruning: [BoundStatement],
        timeout: Duration,
        isWaiting: @escaping @Sendable () -> Void
    ) {
        self.connection = connection
        self.versionTable = versionTable
        self.pruning = pruning
        self.timeout = timeout
        self.isWaiting = isWaiting
    }
}
