/// A connection over which sessions send each other messages: `NOTIFY` of PostgreSQL.
public protocol NotifyingConnection: DatabaseConnection {
    /// The notifications of other sessions on the channels listened to, from now on, until the connection closes.
    ///
    /// They arrive with the answer to the next call on this connection, or when ``receive(waiting:)`` looks for them.
    nonisolated func notifications() -> AsyncStream<DatabaseNotification>

    /// Listens to a channel.
    func listen(_ channel: String) async throws(DatabaseFailure)

    /// Sends a message to all that listen to a channel, when the transaction commits.
    func notify(_ channel: String, _ payload: String) async throws(DatabaseFailure)

    /// Takes in what has arrived, and returns how many notifications that is; if none, waits for the first.
    ///
    /// - Throws: `DatabaseFailure` with code `.connectionLost` or `.cancelled`.
    @discardableResult
    func receive(waiting limit: Duration) async throws(DatabaseFailure) -> Int
}

/// A message that a session sent by `NOTIFY`.
public struct DatabaseNotification: Hashable, Sendable {
    /// The channel.
    public let channel: String
    /// The text that was sent with it; empty if none was.
    public let payload: String
    /// The number of the server's process that sent it.
    public let sender: Int32

    /// Creates a notification.
    public init(channel: String, payload: String, sender: Int32) {
        self.channel = channel
        self.payload = payload
        self.sender = sender
    }
}
