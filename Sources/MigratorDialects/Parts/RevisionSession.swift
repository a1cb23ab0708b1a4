package import MigratorCore
package import MigratorDatabase

/// The session of a revision that is no transaction: its own and the engine's, over one connection.
///
/// What such a revision sets lasts from one of its statements to the next, as it would in the database's own shell, and
/// must not reach what the engine does between them.
package protocol RevisionSession: Sendable {
    /// Whether the revision has turned foreign keys off.
    var hasForeignKeysOff: Bool { get }

    /// What the journal keeps; `nil` if the revision has left everything as it was.
    func recorded() throws(MigratorError) -> RecordedSession?

    /// Makes the session the revision's.
    func enter() async throws(DatabaseFailure)

    /// Makes the session the revision's for a statement in the open transaction.
    ///
    /// The statement waits so long for a lock, `nil` for as long as it takes, unless the revision has set that.
    mutating func enter(transactionWaiting lockTimeout: Duration?) async throws(DatabaseFailure)

    /// Makes the session the revision's for a statement outside of a transaction.
    ///
    /// The statement waits so long for a lock, whatever the revision has set. With `nil` it waits as the revision has set,
    /// or as long as it takes.
    mutating func enter(aloneWaiting lockTimeout: Duration?) async throws(DatabaseFailure)

    /// Makes the session the engine's again.
    func leave() async throws(DatabaseFailure)

    /// Makes the session the engine's again after a statement, and takes in what that may have changed.
    mutating func leave(takingIn mayHaveChanged: Bool) async throws(DatabaseFailure)

    /// Gives the session back what the journal kept of an earlier one.
    ///
    /// - Returns: What was temporary there, in words, and is not here.
    /// - Throws: ``MigratorError`` if the journal's state cannot be read, else `DatabaseFailure`.
    @discardableResult
    mutating func resume(_ recorded: RecordedSession) async throws -> [String]

    /// Takes in what was made anew after ``resume(_:)``.
    ///
    /// - Returns: All that is temporary now, in words.
    mutating func takeIn() async throws(DatabaseFailure) -> [String]

    /// Makes the session as it was before the revision, also if the task was cancelled.
    func end() async throws
}

/// The session of a revision on a database whose sessions keep nothing between statements.
package struct PlainRevisionSession: RevisionSession {
    package var hasForeignKeysOff: Bool { false }
    package func recorded() throws(MigratorError) -> RecordedSession? { nil }
    package func enter() async throws(DatabaseFailure) {}
    package mutating func enter(transactionWaiting lockTimeout: Duration?) async throws(DatabaseFailure) {}
    package mutating func enter(aloneWaiting lockTimeout: Duration?) async throws(DatabaseFailure) {}
    package func leave() async throws(DatabaseFailure) {}
    package mutating func leave(takingIn mayHaveChanged: Bool) async throws(DatabaseFailure) {}
    package mutating func resume(_ recorded: RecordedSession) async throws -> [String] { [] }
    package mutating func takeIn() async throws(DatabaseFailure) -> [String] { [] }
    package func end() async throws {}
}
