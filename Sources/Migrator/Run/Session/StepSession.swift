import MigratorDatabase
import MigratorDialects

/// The session around steps that are transactions: what a revision sets, makes or prepares in it ends with the step.
///
/// Where a rollback takes most of it back, what is committed is put right in the transaction itself. Where settings know
/// of no transaction, they are read before and put back afterwards.
struct StepSession {
    private let connection: any DatabaseConnection
    private let dialect: any Dialect
    private let mayChange: Bool
    private let before: (any SessionState)?

    /// Remembers what there is, if the steps may change it.
    init(
        _ connection: any DatabaseConnection,
        _ dialect: any Dialect,
        if mayChange: Bool
    ) async throws(DatabaseFailure) {
        self.connection = connection
        self.dialect = dialect
        self.mayChange = mayChange
        before = mayChange ? try await dialect.stateBesideTransactions(connection) : nil
    }

    /// Takes away what one step has left for the next in the same transaction.
    func establish() async throws(DatabaseFailure) {
        try await before?.establish(connection)
    }

    /// Takes away what a rollback has left.
    func beginAnew() async throws(DatabaseFailure) {
        guard mayChange else { return }
        for sql in dialect.clearingAfterRollback { try await connection.execute(sql) }
        try await establish()
    }

    /// Takes away what the steps have left, also if the task was cancelled; who lent the connection gets it back as it was.
    func end() async throws {
        guard let before else { return }
        let connection = connection
        try await Task { try await before.establish(connection) }.value
    }
}
