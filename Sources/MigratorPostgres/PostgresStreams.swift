import MigratorDatabase

/// The server's messages beside its answers.
final class PostgresStreams: Sendable {
    let notices = PostgresBroadcast<DatabaseNotice>()
    let notifications = PostgresBroadcast<DatabaseNotification>()

    func hear(_ severity: String?, _ message: String?) {
        notices.send(DatabaseNotice(severity: severity ?? "NOTICE", message: message ?? ""))
    }

    func hear(_ notification: DatabaseNotification) {
        notifications.send(notification)
    }

    func finish() {
        notices.finish()
        notifications.finish()
    }
}
