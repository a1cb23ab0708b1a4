import MigratorCore
import MigratorDatabase

/// What a `DROP INDEX CONCURRENTLY` leaves: its index, which it marks invalid before it waits for others.
struct ConcurrentDrop: StatementTraces {
    private let connection: any DatabaseConnection
    private let name: TableName?

    init(_ sql: String, _ connection: any DatabaseConnection) {
        self.connection = connection
        name = Self.droppedName(sql)
    }

    private static func droppedName(_ sql: String) -> TableName? {
        guard var reader = SQLTokenReader(sql, kind: .postgres) else { return nil }
        for word in ["drop", "index", "concurrently"] { reader.skip(word) }
        if reader.skip("if") { reader.skip("exists") }
        return reader.name()
    }

    var outlastRemoval: Bool { true }

    func left() async throws -> String? {
        guard let name else { return nil }
        let query = """
            SELECT 1 FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass($1) AND NOT indisvalid
            """
        guard try await !connection.query(query, [.text(name.quoted)]).isEmpty else { return nil }
        return "The index \(name) is marked invalid, so that no query uses it any more; the next run drops it"
    }

    func fate(of process: ServerProcess, waiting timeout: Duration) async throws -> InterruptedStatementFate {
        guard let name else { return .notDone }
        let isDropped =
            try await connection.query("SELECT pg_catalog.to_regclass($1) IS NULL", [.text(name.quoted)])
            .first?.values == [.bool(true)]
        return isDropped ? .done : .notDone
    }
}
