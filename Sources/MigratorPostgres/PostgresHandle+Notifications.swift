import CMigratorPostgres
import MigratorBlocking
import MigratorDatabase

extension PostgresHandle {
    /// Takes in notifications; waits for the first until a moment, and not at all if that is past.
    func receive(until end: ContinuousClock.Instant) throws(DatabaseFailure) -> Int {
        while true {
            try checkReady(nil)
            guard PQconsumeInput(connection) != 0 else { throw lost(nil) }
            let count = hearNotifications()
            let left = ContinuousClock.now.duration(to: end) / .milliseconds(1)
            guard count == 0, left > 0 else { return count }
            let milliseconds = Int32(min(60_000, left.rounded(.up)))
            let ready = migrator_pq_wait(PQsocket(connection), 1, 0, interrupter.descriptor, milliseconds)
            guard ready >= 0 else { throw lost(nil) }
        }
    }

    @discardableResult
    func hearNotifications() -> Int {
        var count = 0
        while let notification = PQnotifies(connection) {
            streams.hear(
                DatabaseNotification(
                    channel: notification.pointee.relname.map { String(cString: $0) } ?? "",
                    payload: notification.pointee.extra.map { String(cString: $0) } ?? "",
                    sender: notification.pointee.be_pid
                )
            )
            PQfreemem(notification)
            count += 1
        }
        return count
    }
}
