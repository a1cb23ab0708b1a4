package import CacheBridge
package import MigratorDatabase

/// What a plain database answers: one transaction at a time writes, so numbers are in the order of commits and are
/// positions; UUIDs of events are kept as text; no session can be woken, and no commits are counted.
extension OutboxDialect {
    // MARK: Words

    package func placeholderInOrder(_ number: Int, _ type: ParameterType) -> String { placeholder(number, type) }

    package func asText(_ column: String) -> String { "CAST(\(column) AS VARCHAR)" }

    package var eventColumns: String { "o.id, o.uuid, o.event, \(moment("o.at")) AS moment" }

    // MARK: Writing

    package func waking(_ uuid: DatabaseCell, _ place: DatabasePlace?, _ outbox: Outbox) -> Outbox.Statement? { nil }

    package func scriptedWaking(_ uuid: String, _ outbox: Outbox) -> String? { nil }

    package func writing(_ event: InvalidationEvent, json: String, _ outbox: Outbox) -> Outbox.Statement {
        let sql = "\(outbox.insert(placeholder(1, .uuid), placeholder(2, .any))) RETURNING id"
        return (sql, [.text(event.uuid), .text(json)])
    }

    package func run(_ statements: [Outbox.Statement], _ connection: any DatabaseConnection) async throws {
        do {
            try await connection.begin(pipelining: statements)
            try await connection.commit()
        } catch {
            try? await connection.rollback()
            throw error
        }
    }

    // MARK: Reading

    package func checkIsPrimary(_ connection: any DatabaseConnection) async throws {}

    package func news(
        since position: Int64,
        _ outbox: TableName,
        _ connection: any DatabaseConnection
    ) async throws -> (rows: [DatabaseRow], position: Int64) {
        let rows = try await connection.query(
            """
            SELECT id AS ord, id, uuid, event, \(moment("at")) AS moment
            FROM \(outbox.quoted) WHERE id >= \(placeholder(1, .number))
            UNION ALL SELECT max(id), NULL, NULL, NULL, NULL FROM \(outbox.quoted) ORDER BY ord
            """,
            [.int(position)]
        )
        return (rows, try rows.last?.get("ord", as: Int64?.self) ?? 0)
    }

    package func since(_ outbox: Outbox, limit: Int) -> String {
        let table = outbox.name.quoted
        return """
            SELECT s.high, s.low, s.first, \(eventColumns)
            FROM (
                SELECT COALESCE(MAX(id), 0) AS high, COALESCE(MIN(id), 0) AS low, COALESCE(MIN(id), 0) AS first
                FROM \(table)) AS s
            LEFT JOIN \(table) AS o ON o.id > \(placeholder(1, .number))
            ORDER BY o.id LIMIT \(limit)
            """
    }

    // MARK: Watching

    package var isServer: Bool { true }

    package func commits(_ connection: any DatabaseConnection) async throws -> Int64? { nil }

    package func changes(
        since snapshot: String,
        _ outbox: TableName
    ) -> (columns: [String], parameters: [DatabaseCell])? { nil }

    package var needsPlace: Bool { false }

    package var placeQuery: PlaceQuery? { nil }

    /// The schema alone: a copy passes for the original, as both have one identity.
    package func place(schema: String?, _ connection: any DatabaseConnection) async throws -> DatabasePlace {
        DatabasePlace(parts: [schema ?? ""])
    }

    package func ground(of outbox: TableName) -> any OutboxGround { PlainGround(outbox, self) }
}

/// The signs of an outbox in a database that has none of its own: the rows, the identity and the place.
private struct PlainGround: OutboxGround {
    private let outbox: TableName
    private let dialect: any OutboxDialect

    init(_ outbox: TableName, _ dialect: any OutboxDialect) {
        self.outbox = outbox
        self.dialect = dialect
    }

    mutating func look(_ question: OutboxQuestion, _ connection: any DatabaseConnection) async throws -> OutboxSight {
        // The columns that are asked for on the way have the first parameters.
        let number = question.parameters.count + 1
        let sql = question.statement(
            asking: question.columns + [question.identity, "NULL AS counter", "1 AS whole"],
            uuid: "o.uuid",
            stamp: "''",
            low: dialect.placeholder(number, .number)
        )
        let rows = try await connection.query(sql, question.parameters + [question.low])
        let place = try await dialect.place(schema: outbox.schema, connection)
        return OutboxSight(rows: rows, place: place, layout: 0)
    }

    func isReplaced() -> Bool { false }

    mutating func reconnect() {}
}
