package import MigratorDatabase

extension DatabaseConnection {
    /// The connection; one to a server does not wait longer than so long for an answer.
    ///
    /// A server, or the network to it, may swallow what it is sent. SQLite gives up by itself.
    package nonisolated func bounded(by limit: Duration) -> any DatabaseConnection {
        guard kind.outboxDialect.isServer else { return self }
        return BoundedConnection(self, limit: limit)
    }
}
