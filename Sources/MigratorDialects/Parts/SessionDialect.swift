package import MigratorDatabase

/// What a session holds between statements, as one database has it: read, left, and established again.
///
/// What is given here is for a database whose sessions keep nothing that a revision could set.
package protocol SessionDialect {
    /// A statement of the engine's own, with its parameters.
    typealias Statement = (sql: String, parameters: [DatabaseCell])

    /// Whether a piece of work may change what is a session's own.
    func mayChangeSession(_ item: WorkItem) -> Bool

    /// Reads what a session has of its own.
    func sessionState(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> any SessionState

    /// Reads what a session has of its own that a transaction changes for good, committed or not; `nil` if a rollback
    /// takes it back, and the lock's transaction reads what a commit would keep.
    func stateBesideTransactions(
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> (any SessionState)?

    /// Statements that take away what a transaction has made in its session and a rollback has left.
    var clearingAfterRollback: [String] { get }

    /// Reads the session, before a revision of these statements that is no transaction.
    func revisionSession(
        _ connection: any DatabaseConnection,
        for statements: [String]
    ) async throws(DatabaseFailure) -> any RevisionSession

    /// The server's process that runs a session's statements, by which it can be found after a kill.
    func serverProcess(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> ServerProcess

    /// The statement that says how long others wait for a lock in the open transaction, `nil` for as long as it takes.
    ///
    /// - Returns: `nil` where a transaction has no such setting.
    func lockTimeout(_ timeout: Duration?) -> Statement?

    /// Statements that let the open transaction wait for its client, who may take long to make rows.
    var idleForLong: [Statement] { get }

    /// Whether the database may be replaced by another one under an open session, as a file can be.
    var mayBeReplaced: Bool { get }
}

/// A process of a server: its number, and when it began, as the number is used again.
package struct ServerProcess: Sendable {
    /// The process's number; `nil` where there is none.
    package var backend: Int64?
    /// When it began, in the server's words.
    package var start: String?

    package init(backend: Int64? = nil, start: String? = nil) {
        self.backend = backend
        self.start = start
    }
}

extension SessionDialect {
    package func mayChangeSession(_ item: WorkItem) -> Bool {
        switch item {
        case .statement, .perform: true
        case .bulkInsert, .removeRows, .rebuild: false
        }
    }

    package func sessionState(
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> any SessionState { PlainSessionState() }

    package func stateBesideTransactions(
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> (any SessionState)? { nil }

    package var clearingAfterRollback: [String] { [] }

    package func revisionSession(
        _ connection: any DatabaseConnection,
        for statements: [String]
    ) async throws(DatabaseFailure) -> any RevisionSession { PlainRevisionSession() }

    package func serverProcess(
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> ServerProcess { ServerProcess() }

    package func lockTimeout(_ timeout: Duration?) -> Statement? { nil }

    package var idleForLong: [Statement] { [] }

    package var mayBeReplaced: Bool { false }
}
