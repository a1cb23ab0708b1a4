import MigratorCore
import MigratorDatabase

/// The session of a revision that is no transaction: the engine's as well, as nothing that a revision may set is in the
/// engine's way.
struct SQLiteRevisionSession: RevisionSession {
    private let connection: any DatabaseConnection
    /// As it was before the revision.
    private let own: SQLiteSessionState
    /// As the revision's statements so far have made it.
    private var theirs: SQLiteSessionState

    init(_ connection: any DatabaseConnection) async throws(DatabaseFailure) {
        self.connection = connection
        own = try await SQLiteSessionState.read(connection)
        theirs = own
    }

    var hasForeignKeysOff: Bool { theirs.settings["foreign_keys"] == "0" }

    func recorded() throws(MigratorError) -> RecordedSession? {
        theirs == own ? nil : try RecordedSession(theirs, of: SQLiteSessionState.database)
    }

    func enter() async throws(DatabaseFailure) {}
    mutating func enter(transactionWaiting timeout: Duration?) async throws(DatabaseFailure) {}
    mutating func enter(aloneWaiting timeout: Duration?) async throws(DatabaseFailure) {}
    func leave() async throws(DatabaseFailure) {}

    mutating func leave(takingIn mayHaveChanged: Bool) async throws(DatabaseFailure) {
        if mayHaveChanged { theirs = try await SQLiteSessionState.read(connection) }
    }

    mutating func resume(_ recorded: RecordedSession) async throws -> [String] {
        let there = Set(theirs.temporary).subtracting(own.temporary)
        theirs = try recorded.state(SQLiteSessionState.self, of: SQLiteSessionState.database)
        // What was temporary is not to be made here, nor is what others have made to go.
        var session = theirs
        session.temporary = try await SQLiteSessionState.read(connection).temporary
        try await session.establish(connection)
        return theirs.temporary.filter { !there.contains($0) }.map(\.text)
    }

    mutating func takeIn() async throws(DatabaseFailure) -> [String] {
        theirs = try await SQLiteSessionState.read(connection)
        return theirs.temporary.map(\.text)
    }

    func end() async throws {
        // A statement that failed may have changed it, too.
        let (own, connection) = (own, connection)
        try await Task { try await own.establish(connection) }.value
    }
}
