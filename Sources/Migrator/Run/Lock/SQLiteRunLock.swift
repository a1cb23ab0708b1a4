import Database

/// SQLite's own lock: a transaction that may write has the whole database, and no transaction has nothing.
struct SQLiteRunLock: RunLock {
    private let context: LockContext

    init(_ context: LockContext) {
        self.context = context
    }

    var isHeldBetweenTransactions: Bool { false }

    func take() async throws {}

    func begin(lockTimeout: Duration?, remembering: Bool) async throws -> PostgresSession? {
        do {
            try await context.connection.begin()
        } catch {
            guard error.code == .busy || error.code == .lockTimeout else { throw error }
            throw MigratorError(
                .lockUnavailable,
                "another process has held the database for \(context.timeout.components.seconds) s; "
                    + "let it end, or wait longer with --lock-timeout",
                cause: error
            )
        }
        try await context.tables.ensure(context.connection)
        let pruning = context.tables.outbox.prune(.sqlite)
        try await context.connection.execute(pipelining: pruning)
        return nil
    }

    func release() async {}
}
