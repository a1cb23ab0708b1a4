import CMigratorPostgres
import MigratorBlocking
import MigratorDatabase

/// Tries to reach a server, by one of its addresses after the other.
struct PostgresAttempt {
    /// The keywords that are passed to libpq for each host.
    let keywords: [String: String]
    /// How long each address may take; 0 for ever.
    let seconds: Int
    let interrupter: PipeInterrupter

    /// Connects to a host.
    ///
    /// - Parameters:
    ///   - host: What leads to it, by libpq's keywords.
    ///   - connection: One that is on its way there.
    /// - Returns: An open connection.
    /// - Throws: `DatabaseFailure` that says why no address was reached.
    func reach(_ host: [String: String], by connection: OpaquePointer? = nil) throws(DatabaseFailure) -> OpaquePointer {
        var tried: Set<String> = []
        do throws(Failure) {
            return try reach(host, by: connection, &tried)
        } catch {
            guard error.isTimeout else { throw error.error }
            // libpq goes on to the next address of a name when one refuses, but not when one is mute.
            var failures = [error.error]
            for address in PostgresHosts.addresses(of: host) where !tried.contains(address) {
                do throws(Failure) {
                    return try reach(host.merging(["hostaddr": address]) { $1 }, by: nil, &tried)
                } catch {
                    guard error.error.code == .cannotOpen, error.error.sqlState == nil else { throw error.error }
                    failures.append(error.error)
                }
            }
            throw failures.count == 1
                ? failures[0] : DatabaseFailure(.cannotOpen, failures.map(\.message).joined(separator: "; "))
        }
    }

    /// Why a host was not reached.
    private struct Failure: Error {
        let error: DatabaseFailure
        var isTimeout = false
    }

    private func reach(
        _ host: [String: String],
        by begun: OpaquePointer?,
        _ tried: inout Set<String>
    ) throws(Failure) -> OpaquePointer {
        let connection: OpaquePointer
        do throws(DatabaseFailure) {
            if let begun { connection = begun } else { connection = try PostgresOpening.start(keywords(for: host)) }
        } catch {
            throw Failure(error: error)
        }
        do throws(Failure) {
            try wait(for: connection, host, &tried)
            return connection
        } catch {
            PQfinish(connection)
            throw error
        }
    }

    private func keywords(for host: [String: String]) -> [String: String] {
        var all = keywords
        for name in ["host", "hostaddr", "port", "load_balance_hosts"] { all[name] = nil }
        return all.merging(host) { $1 }
    }

    private func wait(
        for connection: OpaquePointer,
        _ host: [String: String],
        _ tried: inout Set<String>
    ) throws(Failure) {
        // Until notices can be passed on: without a receiver libpq prints them.
        PQsetNoticeReceiver(connection, { _, _ in }, nil)
        // The server's source location comes with the SQLSTATE, which nothing else tells of a failed opening.
        PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
        var end = ContinuousClock.now + .seconds(seconds)
        var progress = PQstatus(connection) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING
        while progress != PGRES_POLLING_OK {
            if let address = PQhostaddr(connection).map({ String(cString: $0) }), !address.isEmpty,
                tried.insert(address).inserted
            {
                end = .now + .seconds(seconds)
            }
            guard progress != PGRES_POLLING_FAILED else {
                throw Failure(error: PostgresOpening.failure(of: connection))
            }
            guard !interrupter.isCancelled else {
                throw Failure(error: DatabaseFailure(.cancelled, "connecting was interrupted"))
            }
            let left = seconds == 0 ? 1000 : max(0, min(1000, ContinuousClock.now.duration(to: end) / .milliseconds(1)))
            guard left > 0 else { throw Failure(error: timeout(of: host), isTimeout: true) }
            let writes = progress == PGRES_POLLING_WRITING
            let ready = migrator_pq_wait(
                PQsocket(connection),
                writes ? 0 : 1,
                writes ? 1 : 0,
                interrupter.descriptor,
                Int32(left.rounded(.up))
            )
            if ready < 0 || ready & 1 != 0 { progress = PQconnectPoll(connection) }
        }
        PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
    }

    private func timeout(of host: [String: String]) -> DatabaseFailure {
        let url = DatabaseURL.description(of: keywords(for: host))
        return DatabaseFailure(
            .cannotOpen,
            "\(url): the server did not answer within \(seconds) s",
            hint: "connect_timeout sets how long to wait"
        )
    }
}
