package import MigrationDSL
package import MigratorDatabase

extension SQLiteDialect {
    /// SQLite keeps no statistics that are always there: rows are counted, and sizes are not known.
    package func facts(_ connection: any DatabaseConnection) async throws -> [(name: ObjectName, facts: TableFacts)] {
        let tables = try await connection.query(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        )
        var found: [(name: ObjectName, facts: TableFacts)] = []
        for row in tables {
            guard case .text(let name) = row.values[0] else { continue }
            let count = try await connection.query("SELECT count(*) FROM \(quote(name).text)").first?.values.first
            guard case .int(let rows)? = count else { continue }
            found.append((ObjectName(name), TableFacts(rows: Int(rows))))
        }
        return found
    }
}
