import MigratorDatabase

/// The signs of an outbox in SQLite: the counter of the outbox's numbers, the schema's version, and the file.
struct SQLiteGround: OutboxGround {
    private let outbox: TableName
    private var hasCounter = false
    /// The file that the connection has opened, and which one it was then.
    private var file: String?
    private var opened: DatabasePlace?

    init(_ outbox: TableName) {
        self.outbox = outbox
    }

    mutating func look(
        _ question: OutboxQuestion,
        _ connection: any DatabaseConnection
    ) async throws -> OutboxSight {
        if opened == nil {
            file = try await DatabasePlace.file(of: outbox.schema, connection)
            opened = DatabasePlace(file: file)
        }
        let counter = TableName("sqlite_sequence", schema: outbox.schema)
        if !hasCounter { hasCounter = try await !connection.columns(of: counter).isEmpty }
        // Before the rows: a schema that changes between the two has another version at the next look.
        let schema = outbox.schema.map { TableName.quote($0) + "." } ?? ""
        let version = try await connection.query("PRAGMA \(schema)schema_version").first
        let rows = try await connection.query(sql(question, counter), [question.low])
        return OutboxSight(
            rows: rows,
            place: DatabasePlace(file: file),
            layout: version.flatMap { Int64(databaseCell: $0[0]) } ?? 0
        )
    }

    func isReplaced() -> Bool {
        guard let opened else { return false }
        let place = DatabasePlace(file: file)
        return place.isLasting && place != opened
    }

    mutating func reconnect() {
        (file, opened) = (nil, nil)
    }

    private func sql(_ question: OutboxQuestion, _ counter: TableName) -> String {
        let seq = hasCounter ? "(SELECT seq FROM \(counter.quoted) WHERE name = '\(outbox.name)')" : "NULL"
        return question.statement(
            asking: [question.identity, "\(seq) AS counter", "1 AS whole"],
            uuid: "o.uuid",
            stamp: "''",
            low: "?1"
        )
    }
}
