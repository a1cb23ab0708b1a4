import MigratorDatabase
import MigratorDialects

extension MigrationEngine {
    /// Asks the database for what ``lint(_:)`` may know of its tables: rows, bytes, and how often they are written.
    ///
    /// - Returns: The facts, for a file.
    /// - Throws: `DatabaseFailure` if the database cannot be asked.
    public func facts() async throws -> DatabaseFacts {
        try await withConnection { connection in
            let dialect = try connection.kind.dialect()
            var facts = DatabaseFacts()
            for (name, table) in try await dialect.facts(connection) {
                facts.tables["\(name)"] = .init(
                    rows: table.rows,
                    bytes: table.bytes,
                    writesPerSecond: table.writesPerSecond
                )
            }
            return facts
        }
    }
}
