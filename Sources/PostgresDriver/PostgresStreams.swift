import Database

/// A message that a session sent by `NOTIFY`.
public struct PostgresNotification: Hashable, Sendable {
    /// The channel.
    public let channel: String
    /// What was sent along; empty if nothing was.
    public let payload: String
    /// The number of the server's process that sent it.
    public let sender: Int32
}

/// What the server says beside its answers.
final class PostgresStreams: Sendable {
    let notices = PostgresBroadcast<DatabaseNotice>()
    let notifications = PostgresBroadcast<PostgresNotification>()

    func hear(_ severity: String?, _ message: String?) {
        notices.send(DatabaseNotice(severity: severity ?? "NOTICE", message: message ?? ""))
    }

    func hear(_ notification: PostgresNotification) {
        notifications.send(notification)
    }

    func finish() {
        notices.finish()
        notifications.finish()
    }
}
