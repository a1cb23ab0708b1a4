import CacheBridge
import MigratorDatabase
import MigratorOutbox

/// Reads rows of the outbox as the events that they are.
struct OutboxRows {
    let outbox: Outbox

    init(_ outbox: Outbox) {
        self.outbox = outbox
    }

    /// An event that waits, and how often it was tried.
    struct Waiting: Sendable {
        var event: InvalidationEvent
        var attempts: Int
    }

    /// The events of these UUIDs, in the order of their numbers.
    func events(
        _ uuids: [String],
        _ fingerprint: Fingerprint,
        _ connection: any DatabaseConnection
    ) async throws -> [InvalidationEvent] {
        let isPostgres = connection.kind == .postgres
        let places = uuids.indices.map { isPostgres ? "$\($0 + 1)::text::uuid" : "?" }.joined(separator: ", ")
        let sql =
            "SELECT \(columns(connection.kind)) FROM \(outbox.name.quoted) AS o WHERE o.uuid IN (\(places)) ORDER BY o.id"
        return try await connection.query(sql, uuids.map { .text($0) }).map { try event($0, fingerprint) }
    }

    /// What a target has not heard of, from behind a number on: those that failed too often, or the others.
    func waiting(
        for target: String,
        after last: Int64,
        areStubborn: Bool,
        limit: Int,
        _ fingerprint: Fingerprint,
        _ connection: any DatabaseConnection
    ) async throws -> [Waiting] {
        let sql = """
            SELECT \(columns(connection.kind)), COALESCE(d.attempts, 0) AS attempts FROM \(outbox.name.quoted) AS o
            LEFT JOIN \(outbox.delivery.quoted) AS d ON d.event = o.id AND d.target = \(connection.textPlace(1))
            WHERE d.delivered_at IS NULL AND COALESCE(d.attempts, 0) \(areStubborn ? ">=" : "<") \(Drain.patience) AND o.id > \(connection.kind == .postgres ? "$2::bigint" : "?2")
            ORDER BY o.id LIMIT \(limit)
            """
        return try await connection.query(sql, [.text(target), .int(last)]).map { row in
            Waiting(event: try event(row, fingerprint), attempts: try row.get("attempts", as: Int.self))
        }
    }

    /// How many events a target has not heard of.
    func count(waitingFor target: String, _ connection: any DatabaseConnection) async throws -> Int {
        let sql = """
            SELECT count(*) AS n FROM \(outbox.name.quoted) AS o WHERE NOT EXISTS (
                SELECT 1 FROM \(outbox.delivery.quoted) AS d
                WHERE d.event = o.id AND d.target = \(connection.textPlace(1)) AND d.delivered_at IS NOT NULL)
            """
        return try await connection.query(sql, [.text(target)]).first?.get("n", as: Int.self) ?? 0
    }

    func columns(_ kind: DatabaseKind) -> String {
        switch kind {
        case .postgres:
            """
            o.id, o.uuid::text AS uuid, o.event,
                pg_catalog.to_char(o.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS moment
            """
        case .sqlite: "o.id, o.uuid, o.event, strftime('%Y-%m-%dT%H:%M:%SZ', o.at) AS moment"
        }
    }

    /// The event of a row; of one that this version cannot read nobody knows what it made stale.
    func event(_ row: DatabaseRow, _ fingerprint: Fingerprint) throws -> InvalidationEvent {
        let (id, uuid) = (try row.get("id", as: Int64.self), try row.get("uuid", as: String.self))
        let moment = try row.get("moment", as: String?.self) ?? ""
        let json = try row.get("event", as: String.self)
        if let event = try? InvalidationEvent(row: id, json: json, at: moment, database: fingerprint) { return event }
        return InvalidationEvent(
            id: id,
            uuid: uuid,
            database: fingerprint.text,
            revision: nil,
            direction: .stamp,
            kind: .schema,
            tables: [],
            namespaces: [],
            at: moment
        )
    }
}
