package import MigratorDatabase

/// What a session has of its own and no transaction's: settings and roles, attached databases, what is temporary.
package protocol SessionState: Sendable {
    /// Makes the session as it was, as if what was done since had been done in another one.
    func establish(_ connection: any DatabaseConnection) async throws(DatabaseFailure)
}

/// The state of a session that keeps nothing between its statements.
package struct PlainSessionState: SessionState {
    package func establish(_ connection: any DatabaseConnection) async throws(DatabaseFailure) {}
}
