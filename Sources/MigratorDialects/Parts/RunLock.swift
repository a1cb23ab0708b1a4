package import MigrationDSL

/// The right to change a database, which one run has at a time.
package protocol RunLock: Sendable {
    /// Runs something in a transaction that no other run over this version table can be in at the same time.
    ///
    /// - Parameters:
    ///   - lockTimeout: How long a statement may wait for a table's lock; `nil` for as long as the run waits for its own.
    ///   - body: What is run.
    typealias Transaction = (_ lockTimeout: Duration?, _ body: () async throws -> Void) async throws -> Void

    /// Whether the lock is held between transactions, too.
    var isHeldBetweenTransactions: Bool { get }

    /// Waits until no other run has the lock, and has the engine's tables made.
    ///
    /// - Parameter making: Makes the tables and lets them grow in such transactions, and returns the numbers of the steps
    ///   of growth that are there.
    /// - Throws: ``MigratorError`` with code `.lockUnavailable` that names the holder, or what `making` throws.
    mutating func take(_ making: (Transaction) async throws -> Set<Int>) async throws

    /// Opens a transaction in which nobody else changes the version rows, and reads them.
    ///
    /// - Parameters:
    ///   - lockTimeout: How long a statement may wait for a lock of the database's own; `nil` for as long as it takes.
    ///   - remembering: Whether the session's settings are to be kept in mind.
    /// - Returns: The version rows, and the session's settings where they are to be kept in mind.
    /// - Throws: ``MigratorError`` with code `.lockUnavailable` if the lock is lost or not to be had, else `DatabaseFailure`.
    func begin(lockTimeout: Duration?, remembering: Bool) async throws -> LockedTransaction

    /// Lets others have the lock.
    func release() async
}

/// A transaction under the lock, as it begins.
package struct LockedTransaction: Sendable {
    /// The session's settings, if they were asked for and a commit would keep what the transaction makes of them.
    package var session: (any SessionState)?
    /// All version rows.
    package let rows: [RevisionID]

    /// Creates it.
    package init(session: (any SessionState)? = nil, rows: [RevisionID]) {
        self.session = session
        self.rows = rows
    }

    /// The version rows, if they are not the ones that a plan counts on.
    package func moved(from expected: [RevisionID]) -> [RevisionID]? {
        rows.areAll(expected) ? nil : rows
    }
}

extension [RevisionID] {
    /// Whether these version rows are just those, in any order.
    package func areAll(_ expected: [RevisionID]) -> Bool { sorted() == expected.sorted() }
}
