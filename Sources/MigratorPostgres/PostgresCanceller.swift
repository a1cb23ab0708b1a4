import CMigratorPostgres
import Dispatch

/// Asks a server to stop a statement, and waits for nothing.
///
/// libpq's call connects anew and waits until the server hangs up, for as long as a network takes that swallows
/// everything: so it has a thread of its own. There is one request of a session at a time.
final class PostgresCanceller: Sendable {
    private let asking = DispatchGroup()

    /// Asks, unless a request is under way.
    func ask(_ connection: OpaquePointer) {
        guard asking.wait(timeout: .now()) == .success, let request = PQgetCancel(connection) else { return }
        let address = UInt(bitPattern: request)
        asking.enter()
        DispatchQueue(label: "migrator.postgres.cancel").async { [asking] in
            let request = OpaquePointer(bitPattern: address)
            var message = [CChar](repeating: 0, count: 256)
            PQcancel(request, &message, Int32(message.count))
            PQfreeCancel(request)
            asking.leave()
        }
    }

    /// Waits until no request is under way, which would stop the next statement instead; says no if that takes longer.
    func settle(within limit: Duration) -> Bool {
        let milliseconds = Int(limit / .milliseconds(1))
        return asking.wait(timeout: .now() + .milliseconds(milliseconds)) == .success
    }
}
