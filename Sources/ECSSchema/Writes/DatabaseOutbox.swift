public import CacheBridge
public import MigratorDatabase

/// The engine's outbox, which it makes beside its version table: an event that could not be delivered waits there.
///
/// It must be there before the first write; `Migrator` makes it.
public struct DatabaseOutbox: OutboxWriter {
    private let outbox: TableName
    private let delivery: TableName
    private let target: String?
    private let connections: any ConnectionSource

    /// Creates a writer.
    ///
    /// - Parameters:
    ///   - connections: Where the connection comes from over which it is noted that an event was delivered.
    ///   - target: The configured name of the store that the cache has; `nil` if it has none, and then nobody is noted
    ///     as told.
    ///   - schema: The schema of the version table; `nil` for the one that the database looks in first.
    public init(connections: any ConnectionSource, target: String?, schema: String? = nil) {
        self.connections = connections
        self.target = target
        outbox = TableName("migrator_outbox", schema: schema)
        delivery = TableName("migrator_delivery", schema: schema)
    }

    /// Writes an event, and on PostgreSQL wakes those who listen when the transaction is committed.
    public func write(
        _ event: InvalidationEvent,
        on connection: any DatabaseConnection
    ) async throws -> InvalidationEvent {
        let json = String(decoding: try event.json(), as: UTF8.self)
        var event = event
        let values: [DatabaseCell] = [.text(event.uuid), .text(json)]
        switch connection.kind {
        case .postgres:
            let sql = """
                WITH written AS (
                    INSERT INTO \(outbox.quoted) (uuid, event) VALUES ($1::text::uuid, $2) RETURNING id)
                SELECT id, pg_catalog.pg_notify('ecs_invalidate', $3 || ' ' || id::text)::text AS sent FROM written
                """
            let row = try await connection.query(sql, values + [.text(event.database)]).first
            event.id = try row?.get("id", as: Int64.self) ?? 0
        case .sqlite:
            let sql = "INSERT INTO \(outbox.quoted) (uuid, event) VALUES (?1, ?2) RETURNING id"
            event.id = try await connection.query(sql, values).first?.get("id", as: Int64.self) ?? 0
        }
        return event
    }

    /// Notes that the store was told; if that cannot be, it is told once more.
    public func delivered(_ event: InvalidationEvent) async {
        guard let target, event.id > 0 else { return }
        try? await connections.withConnection { connection in
            let isPostgres = connection.kind == .postgres
            let now = isPostgres ? "pg_catalog.clock_timestamp()" : "strftime('%Y-%m-%d %H:%M:%f', 'now')"
            let sql = """
                INSERT INTO \(delivery.quoted) AS d (event, target, attempts, delivered_at)
                VALUES (\(isPostgres ? "$1, $2" : "?1, ?2"), 1, \(now))
                ON CONFLICT (event, target) DO UPDATE
                SET attempts = d.attempts + 1, last_error = NULL, delivered_at = excluded.delivered_at
                """
            try await connection.execute(sql, [.int(event.id), .text(target)])
        }
    }
}
