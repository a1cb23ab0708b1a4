import MigratorDatabase

/// The signs of an outbox in PostgreSQL: the rows' transactions, the outbox's primary key, and the place.
struct PostgresGround: OutboxGround {
    private let outbox: TableName
    /// Whether the server shows its place; `nil` before it was asked.
    private var tellsPlace: Bool?

    init(_ outbox: TableName) {
        self.outbox = outbox
    }

    mutating func look(
        _ question: OutboxQuestion,
        _ connection: any DatabaseConnection
    ) async throws -> OutboxSight {
        let tellsPlace = try await tellsPlace(connection)
        let rows = try await connection.query(
            sql(question, tellsPlace),
            question.parameters + [question.low, .text(outbox.quoted)]
        )
        let place = rows.first.map { DatabasePlace($0, schema: outbox.schema ?? "") }
        return OutboxSight(rows: rows, place: place ?? .memory, layout: 0)
    }

    func isReplaced() -> Bool { false }

    mutating func reconnect() {
        tellsPlace = nil
    }

    /// Whether the server shows its place, which some do not.
    private mutating func tellsPlace(_ connection: any DatabaseConnection) async throws -> Bool {
        if let tellsPlace { return tellsPlace }
        let place = try await DatabasePlace.readFromPostgres(schema: outbox.schema, connection)
        let tells = !(place.parts.first ?? "").isEmpty
        tellsPlace = tells
        return tells
    }

    private func sql(_ question: OutboxQuestion, _ tellsPlace: Bool) -> String {
        let count = question.parameters.count
        let whole = """
            EXISTS (SELECT 1 FROM pg_catalog.pg_index
                WHERE indrelid = pg_catalog.to_regclass($\(count + 2)::text) AND indisprimary)::int AS whole
            """
        let place = tellsPlace ? DatabasePlace.columns : "pg_catalog.pg_is_in_recovery()::text AS timeline"
        return question.statement(
            asking: question.columns + [question.identity, "NULL::bigint AS counter", whole, place],
            uuid: "o.uuid::text",
            stamp: "o.xmin::text",
            low: "$\(count + 1)::bigint"
        )
    }
}
