import MigratorDatabase

extension PostgresOutbox {
    /// A standby is behind by it knows not how much.
    func checkIsPrimary(_ connection: any DatabaseConnection) async throws {
        let rows = try await connection.query("SELECT pg_is_in_recovery()::int")
        guard case .int(0)? = rows.first?.values.first else { throw CarrierError.standby }
    }

    /// One statement, so one snapshot: its xmin is where the next look begins.
    func news(
        since position: Int64,
        _ outbox: TableName,
        _ connection: any DatabaseConnection
    ) async throws -> (rows: [DatabaseRow], position: Int64) {
        let rows = try await connection.query(
            """
            SELECT s.low, o.id, o.uuid::text AS uuid, o.event::text AS event, o.xid::text::bigint AS ord,
                to_char(o.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS moment
            FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS low) AS s
            LEFT JOIN \(outbox.quoted) AS o ON o.xid >= $1::text::xid8
            ORDER BY o.id
            """,
            [.text(String(position))]
        )
        return (rows, try rows.first?.get("low", as: Int64.self) ?? position)
    }

    func since(_ outbox: Outbox, limit: Int) -> String {
        let table = outbox.name.quoted
        return """
            SELECT s.high, s.low, s.first, \(eventColumns)
            FROM (
                SELECT pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text::bigint AS high,
                    COALESCE((SELECT xid::text::bigint FROM \(table) ORDER BY xid LIMIT 1), 0) AS low,
                    COALESCE((SELECT MIN(id) FROM \(table)), 0) AS first) AS s
            LEFT JOIN \(table) AS o ON o.xid >= $1::bigint::text::xid8
            ORDER BY o.id LIMIT \(limit)
            """
    }

    // MARK: Watching

    var isServer: Bool { true }

    func commits(_ connection: any DatabaseConnection) async throws -> Int64? { nil }

    func changes(
        since snapshot: String,
        _ outbox: TableName
    ) -> (columns: [String], parameters: [DatabaseCell])? {
        let columns = [
            "pg_catalog.pg_current_snapshot()::text AS snapshot",
            """
            EXISTS (
                SELECT 1 FROM \(outbox.quoted)
                WHERE xid >= pg_catalog.pg_snapshot_xmin($1::text::pg_snapshot)
                    AND NOT pg_catalog.pg_visible_in_snapshot(xid, $1::text::pg_snapshot))::int AS moved
            """,
        ]
        return (columns, [DatabaseCell.text(snapshot)])
    }

    var needsPlace: Bool { true }

    var placeQuery: PlaceQuery? {
        PlaceQuery(columns: DatabasePlace.columns) { DatabasePlace($0, schema: $1) }
    }

    func place(schema: String?, _ connection: any DatabaseConnection) async throws -> DatabasePlace {
        try await DatabasePlace.readFromPostgres(schema: schema, connection)
    }

    func ground(of outbox: TableName) -> any OutboxGround { PostgresGround(outbox) }
}
