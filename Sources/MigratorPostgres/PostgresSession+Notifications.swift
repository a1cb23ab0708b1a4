public import MigratorDatabase

extension PostgresSession: NotifyingConnection {
    /// The notifications of other sessions on the channels listened to, from now on, until the connection closes.
    ///
    /// They arrive with the answer to the next call on this connection, or when ``receive(waiting:)`` looks for them.
    public nonisolated func notifications() -> AsyncStream<DatabaseNotification> {
        streams.notifications.stream()
    }

    /// Listens to a channel.
    public func listen(_ channel: String) async throws(DatabaseFailure) {
        try await execute("LISTEN \(TableName.quote(channel))", [])
    }

    /// Sends a message to all that listen to a channel, when the transaction commits.
    public func notify(_ channel: String, _ payload: String = "") async throws(DatabaseFailure) {
        try await execute("SELECT pg_notify($1, $2)", [.text(channel), .text(payload)])
    }

    /// Takes in what has arrived, and returns how many notifications that is; if none, waits for the first.
    ///
    /// Statements of other tasks wait meanwhile, so a task that listens for long should have a connection for it.
    /// - Throws: `DatabaseFailure` with code `.connectionLost` or `.cancelled`.
    @discardableResult
    public func receive(waiting limit: Duration = .zero) async throws(DatabaseFailure) -> Int {
        try await interruptibly { handle throws(DatabaseFailure) in
            try handle.receive(until: .now + limit)
        }
    }
}
