import MigratorDatabase

/// The session of a revision that is no transaction: its own and the engine's, over one connection.
///
/// What such a revision sets lasts from one of its statements to the next, as it would in the database's own shell, and
/// must not reach what the engine does between them: on PostgreSQL the two are exchanged around each statement. On SQLite
/// nothing that a revision may set is in the engine's way.
struct RevisionSession {
    private let connection: any DatabaseConnection
    private let custom: [String]
    /// As it was before the revision.
    private let own: SessionState
    /// As the revision's statements so far have made it.
    private(set) var theirs: SessionState

    /// Reads the session, before a revision of these statements.
    init(_ connection: any DatabaseConnection, for statements: [String]) async throws(DatabaseFailure) {
        self.connection = connection
        custom = connection.kind == .postgres ? PostgresSessionState.customNames(in: statements) : []
        own = try await SessionState.read(connection, custom: custom)
        theirs = own
    }

    /// What the journal keeps; `nil` if the revision has left everything as it was.
    var journalled: SessionState? { theirs == own ? nil : theirs }

    /// What the revision has made that ends with the session.
    var temporary: [String] {
        let before = Set(own.temporary)
        return theirs.temporary.filter { !before.contains($0) }
    }

    /// Whether the revision has turned foreign keys off.
    var hasForeignKeysOff: Bool {
        guard case .sqlite(let session) = theirs else { return false }
        return session.settings["foreign_keys"] == "0"
    }

    /// Whether the revision has set for itself how long to wait for locks.
    var setsLockTimeout: Bool {
        guard case .postgres(let session) = theirs else { return false }
        return session.setsLockTimeout
    }

    private var isExchanged: Bool {
        guard case .postgres(let own) = own, case .postgres(let theirs) = theirs else { return false }
        return !own.isSet(as: theirs)
    }

    /// Makes the session the revision's; returns whether anything had to be set.
    func enter() async throws(DatabaseFailure) -> Bool {
        guard isExchanged, case .postgres(let theirs) = theirs else { return false }
        try await theirs.establish(connection, ending: false)
        return true
    }

    /// Takes in what a piece has changed, and makes the session the engine's again; `lockTimeout` is the transaction's own.
    mutating func leave(after piece: StatementPiece, ignoring lockTimeout: String? = nil) async throws(DatabaseFailure)
    {
        let mayHaveChanged = piece.mayChangeSession(connection.kind)
        if mayHaveChanged { theirs = try await SessionState.read(connection, custom: custom, ignoring: lockTimeout) }
        try await leave()
    }

    /// Makes the session the engine's again.
    func leave() async throws(DatabaseFailure) {
        guard isExchanged, case .postgres(let own) = own else { return }
        try await own.establish(connection, ending: false)
    }

    /// Gives the session back what the journal kept of an earlier one; what is temporary is not among it.
    mutating func resume(_ state: SessionState) async throws(DatabaseFailure) {
        theirs = state
        guard case .sqlite(var session) = state else { return }
        if case .sqlite(let now) = try await SessionState.read(connection) { session.temporary = now.temporary }
        try await session.establish(connection)
    }

    /// Takes in what was made anew after ``resume(_:)``.
    mutating func takeIn() async throws(DatabaseFailure) {
        let lasting = theirs
        theirs = try await SessionState.read(connection)
        // On PostgreSQL the engine's settings are in force now, and the revision's are what the journal said.
        guard case .postgres(var session) = lasting, case .postgres(let now) = theirs else { return }
        session.temporary = now.temporary
        theirs = .postgres(session)
    }

    /// Makes the session as it was before the revision, also if the task was cancelled.
    func end() async throws {
        // A statement that failed may have changed it, too.
        let (own, connection) = (own, connection)
        try await Task { try await own.establish(connection) }.value
    }
}
