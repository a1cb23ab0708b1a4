import MigratorDatabase

extension SQLiteOutbox {
    /// SQLite has no standbys.
    func checkIsPrimary(_ connection: any DatabaseConnection) async throws {}

    func news(
        since position: Int64,
        _ outbox: TableName,
        _ connection: any DatabaseConnection
    ) async throws -> (rows: [DatabaseRow], position: Int64) {
        let rows = try await connection.query(
            """
            SELECT id AS ord, id, uuid, event, strftime('%Y-%m-%dT%H:%M:%SZ', at) AS moment
            FROM \(outbox.quoted) WHERE id >= ?1
            UNION ALL SELECT max(id), NULL, NULL, NULL, NULL FROM \(outbox.quoted) ORDER BY ord
            """,
            [.int(position)]
        )
        return (rows, try rows.last?.get("ord", as: Int64?.self) ?? 0)
    }

    func since(_ outbox: Outbox, limit: Int) -> String {
        let table = outbox.name.quoted
        return """
            SELECT s.high, s.low, s.first, \(eventColumns)
            FROM (
                SELECT COALESCE(MAX(id), 0) AS high, COALESCE(MIN(id), 0) AS low, COALESCE(MIN(id), 0) AS first
                FROM \(table)) AS s
            LEFT JOIN \(table) AS o ON o.id > ?1
            ORDER BY o.id LIMIT \(limit)
            """
    }

    // MARK: Watching

    var isServer: Bool { false }

    /// To ask costs a microsecond.
    func commits(_ connection: any DatabaseConnection) async throws -> Int64? {
        try await connection.query("PRAGMA data_version").first.flatMap { Int64(databaseCell: $0[0]) }
    }

    func changes(
        since snapshot: String,
        _ outbox: TableName
    ) -> (columns: [String], parameters: [DatabaseCell])? { nil }

    func place(schema: String?, _ connection: any DatabaseConnection) async throws -> DatabasePlace {
        DatabasePlace(file: try await DatabasePlace.file(of: schema, connection))
    }

    func ground(of outbox: TableName) -> any OutboxGround { SQLiteGround(outbox) }
}
