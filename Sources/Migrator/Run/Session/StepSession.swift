import MigratorDatabase

/// The session around steps that are transactions: what a revision sets, makes or prepares in it ends with the step.
///
/// On PostgreSQL a rollback takes most of it back, and what is committed is put right in the transaction itself. On
/// SQLite settings know of no transaction.
struct StepSession {
    private let connection: any DatabaseConnection
    private let mayChange: Bool
    private let before: SQLiteSessionState?

    /// Remembers what there is, if the steps may change it.
    init(_ connection: any DatabaseConnection, if mayChange: Bool) async throws(DatabaseFailure) {
        self.connection = connection
        self.mayChange = mayChange
        before = mayChange && connection.kind == .sqlite ? try await SQLiteSessionState.read(connection) : nil
    }

    /// Takes away what one step has left for the next in the same transaction.
    func establish() async throws(DatabaseFailure) {
        try await before?.establish(connection)
    }

    /// Takes away what a rollback has left.
    func beginAnew() async throws(DatabaseFailure) {
        guard mayChange else { return }
        switch connection.kind {
        case .postgres: try await connection.execute("DEALLOCATE ALL")
        case .sqlite: try await establish()
        }
    }

    /// Takes away what the steps have left, also if the task was cancelled; who lent the connection gets it back as it was.
    func end() async throws {
        guard let before else { return }
        let connection = connection
        try await Task { try await before.establish(connection) }.value
    }
}
