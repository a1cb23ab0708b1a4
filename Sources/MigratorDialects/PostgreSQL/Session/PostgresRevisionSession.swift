import MigratorCore
import MigratorDatabase
import MigratorSystem

/// The session of a revision that is no transaction: exchanged with the engine's around each statement.
struct PostgresRevisionSession: RevisionSession {
    private let connection: any DatabaseConnection
    private let custom: [String]
    /// As it was before the revision.
    private let own: PostgresSessionState
    /// As the revision's statements so far have made it.
    private var theirs: PostgresSessionState
    /// The `lock_timeout` that was set for the statement that runs, and is none of the revision's.
    private var lockTimeout: String?

    init(_ connection: any DatabaseConnection, for statements: [String]) async throws(DatabaseFailure) {
        self.connection = connection
        custom = PostgresSessionState.customNames(in: statements)
        own = try await PostgresSessionState.read(connection, withTemporary: true, custom: custom)
        theirs = own
    }

    var hasForeignKeysOff: Bool { false }

    func recorded() throws(MigratorError) -> RecordedSession? {
        theirs == own ? nil : try RecordedSession(theirs, of: PostgresSessionState.database)
    }

    private var isExchanged: Bool { !own.isSet(as: theirs) }

    func enter() async throws(DatabaseFailure) {
        guard isExchanged else { return }
        try await theirs.establish(connection, ending: false)
    }

    mutating func enter(transactionWaiting timeout: Duration?) async throws(DatabaseFailure) {
        lockTimeout = nil
        let statement = PostgresTransactionSetting.lockTimeout(timeout)
        if isExchanged {
            try await enter()
            guard !theirs.setsLockTimeout else { return }
            // What was set for the transaction went with the settings.
            try await connection.execute(statement.sql, statement.parameters)
        }
        lockTimeout = PostgresTransactionSetting.milliseconds(timeout)
    }

    /// How long such a statement waits is its own affair: it waits for the end of others' transactions, and holds
    /// nobody up meanwhile.
    mutating func enter(aloneWaiting timeout: Duration?) async throws(DatabaseFailure) {
        try await enter()
        lockTimeout = nil
        guard timeout != nil || !theirs.setsLockTimeout else { return }
        let milliseconds = "\(timeout?.milliseconds ?? 0)"
        try await connection.execute("SELECT pg_catalog.set_config('lock_timeout', '\(milliseconds)', false)")
        lockTimeout = milliseconds
    }

    func leave() async throws(DatabaseFailure) {
        guard isExchanged else { return }
        try await own.establish(connection, ending: false)
    }

    mutating func leave(takingIn mayHaveChanged: Bool) async throws(DatabaseFailure) {
        if mayHaveChanged {
            theirs = try await PostgresSessionState.read(
                connection,
                withTemporary: true,
                custom: custom,
                ignoring: lockTimeout
            )
        }
        lockTimeout = nil
        try await leave()
    }

    mutating func resume(_ recorded: RecordedSession) async throws -> [String] {
        let there = Set(theirs.temporary).subtracting(own.temporary)
        theirs = try recorded.state(PostgresSessionState.self, of: PostgresSessionState.database)
        return theirs.temporary.filter { !there.contains($0) }
    }

    /// The engine's settings are in force now, and the revision's are what the journal said.
    mutating func takeIn() async throws(DatabaseFailure) -> [String] {
        theirs.temporary = try await PostgresSessionState.read(connection, withTemporary: true).temporary
        return theirs.temporary
    }

    func end() async throws {
        // A statement that failed may have changed it, too.
        let (own, connection) = (own, connection)
        try await Task { try await own.establish(connection) }.value
    }
}
