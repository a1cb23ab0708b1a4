package import MigratorDatabase

extension DatabaseConnection {
    /// The connection; one to a server does not wait longer than so long for an answer.
    ///
    /// A server, or the network to it, may swallow what it is sent. SQLite gives up by itself.
    ///
    /// - Throws: `DatabaseFailure` with code `.unsupported` if the database has no outbox.
    package nonisolated func bounded(by limit: Duration) throws(DatabaseFailure) -> any DatabaseConnection {
        guard try kind.outboxDialect.isServer else { return self }
        return BoundedConnection(self, limit: limit)
    }
}
