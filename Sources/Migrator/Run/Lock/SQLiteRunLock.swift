import MigratorCore
import MigratorDatabase
import MigratorOutbox

/// SQLite's own lock: a transaction that may write has the whole database, and no transaction has nothing.
struct SQLiteRunLock: RunLock {
    private let context: LockContext
    private(set) var tables: EngineTables

    init(_ context: LockContext) {
        self.context = context
        tables = context.tables
    }

    var isHeldBetweenTransactions: Bool { false }

    mutating func take() async throws {
        let me = self
        let notices = try await tables.make(context.connection) { _, body in
            try await me.open()
            do {
                try await body()
                try await me.context.connection.commit()
            } catch {
                try? await me.context.connection.rollback()
                throw error
            }
        }
        context.tell(notices)
    }

    func begin(lockTimeout: Duration?, remembering: Bool) async throws -> LockedTransaction {
        try await open()
        let pruning = tables.outbox.prune(.sqlite)
        return LockedTransaction(rows: try await tables.versionTable.rows(after: pruning, context.connection))
    }

    private func open() async throws {
        do {
            try await context.connection.begin()
        } catch {
            guard error.code == .busy || error.code == .lockTimeout else { throw error }
            throw Self.held(for: context.timeout, error)
        }
    }

    func release() async {}

    /// The error of whoever waited in vain for the database's own lock.
    static func held(for timeout: Duration, _ cause: DatabaseFailure) -> MigratorError {
        MigratorError(
            .lockUnavailable,
            "another process has held the database for \(timeout.formattedSeconds) s; \(DatabaseFailure.waitingAdvice)",
            cause: cause
        )
    }
}

extension DatabaseFailure {
    static let waitingAdvice = "let it end, or wait longer with --lock-timeout"

    /// What to do about a file of SQLite that another process holds.
    var waitingAdvice: String? { code == .busy && sqlState == nil ? Self.waitingAdvice : nil }
}
