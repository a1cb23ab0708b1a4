/// What a statement that runs outside of a transaction leaves in the database where it fails or is interrupted.
package protocol StatementTraces: Sendable {
    /// Whether something stays of a failed attempt after ``remove()``.
    var outlastRemoval: Bool { get }

    /// Takes in what is there before the statement runs, and so is none of its traces.
    mutating func prepare() async throws

    /// Refuses what the statement has left although it did not fail.
    func check() async throws

    /// Removes what a failed attempt has left.
    func remove() async throws

    /// What a failed attempt has left, in a sentence without its full stop; `nil` if nothing that anybody would notice.
    func left() async throws -> String?

    /// What became of the statement whose run was killed; what is in the way of the next attempt is removed.
    ///
    /// - Parameters:
    ///   - process: The process that ran it.
    ///   - timeout: How long to wait for the end of a session that may still be at it.
    /// - Returns: Whether it was carried out.
    /// - Throws: `DatabaseFailure` if the database cannot be asked.
    func fate(of process: ServerProcess, waiting timeout: Duration) async throws -> InterruptedStatementFate
}

/// What became of a statement whose run was killed.
package enum InterruptedStatementFate: Hashable, Sendable {
    /// It was carried out.
    case done
    /// It may run again.
    case notDone
    /// The database does not tell, for this reason.
    case unknown(String)
}

extension StatementTraces {
    package var outlastRemoval: Bool { false }
    package mutating func prepare() async throws {}
    package func check() async throws {}
    package func remove() async throws {}
    package func left() async throws -> String? { nil }
}
