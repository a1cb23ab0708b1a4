import CacheBridge
import MigratorDatabase
import MigratorOutbox

/// Lists the outbox.
struct OutboxListing {
    private let outbox: Outbox
    private let connection: any DatabaseConnection
    private let fingerprint: Fingerprint

    init(_ outbox: Outbox, _ connection: any DatabaseConnection, _ fingerprint: Fingerprint) {
        self.outbox = outbox
        self.connection = connection
        self.fingerprint = fingerprint
    }

    /// The events that were selected, or all, in the order of their numbers.
    func events(_ selection: EventSelection?) async throws -> [InvalidationEvent] {
        let isPostgres = connection.kind == .postgres
        var (condition, values): (String, [DatabaseCell]) = ("", [])
        switch selection {
        case nil: break
        case .ids(let ids):
            let places = ids.indices.map { isPostgres ? "$\($0 + 1)::bigint" : "?" }
            condition = "WHERE o.id IN (\(ids.isEmpty ? "NULL" : places.joined(separator: ", ")))"
            values = ids.map { .int($0) }
        case .from(let id):
            condition = "WHERE o.id >= \(isPostgres ? "$1::bigint" : "?1")"
            values = [.int(id)]
        case .since(let moment):
            condition = isPostgres ? "WHERE o.at >= $1::text::timestamptz" : "WHERE datetime(o.at) >= datetime(?1)"
            values = [.text(moment)]
        }
        let rows = OutboxRows(outbox)
        let sql = "SELECT \(rows.columns(connection.kind)) FROM \(outbox.name.quoted) AS o \(condition) ORDER BY o.id"
        return try await connection.query(sql, values).map { try rows.event($0, fingerprint) }
    }

    /// What became of the events, by their numbers.
    func deliveries() async throws -> [Int64: [EventsReport.Delivery]] {
        let moment =
            connection.kind == .postgres
            ? "pg_catalog.to_char(delivered_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
            : "strftime('%Y-%m-%dT%H:%M:%SZ', delivered_at)"
        let sql = """
            SELECT event, target, attempts, last_error, \(moment) AS moment FROM \(outbox.delivery.quoted) ORDER BY target
            """
        var deliveries: [Int64: [EventsReport.Delivery]] = [:]
        for row in try await connection.query(sql) {
            deliveries[try row.get("event", as: Int64.self), default: []].append(
                EventsReport.Delivery(
                    target: try row.get("target", as: String.self),
                    attempts: try row.get("attempts", as: Int.self),
                    lastError: try row.get("last_error", as: String?.self),
                    deliveredAt: try row.get("moment", as: String?.self)
                )
            )
        }
        return deliveries
    }
}
