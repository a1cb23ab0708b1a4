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
            throw Self.held(for: context.timeout, error)
        }
        try await context.tables.ensure(context.connection)
        let pruning = context.tables.outbox.prune(.sqlite)
        try await context.connection.execute(pipelining: pruning)
        return nil
    }

    func release() async {}

    /// The error of whoever waited in vain for the database's own lock.
    static func held(for timeout: Duration, _ cause: DatabaseError) -> MigratorError {
        MigratorError(
            .lockUnavailable,
            "another process has held the database for \(timeout.formattedSeconds) s; \(DatabaseError.waitingAdvice)",
            cause: cause
        )
    }
}

extension DatabaseError {
    static let waitingAdvice = "let it end, or wait longer with --lock-timeout"

    /// What to do about a file of SQLite that another process holds.
    var waitingAdvice: String? { code == .busy && sqlState == nil ? Self.waitingAdvice : nil }
}
