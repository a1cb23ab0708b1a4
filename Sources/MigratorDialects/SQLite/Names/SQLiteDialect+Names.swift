package import MigrationDSL
package import MigratorCatalogue
import MigratorCore
package import MigratorDatabase

/// SQLite takes a name in double quotes that is no column's for text, so it does not refuse an unknown one.
extension SQLiteDialect {
    package var allowsForwardReferences: Bool { true }

    // https://www.sqlite.org/rowidtable.html
    package func isImplicitColumn(_ name: String) -> Bool {
        ["rowid", "oid", "_rowid_"].contains { kind.isSame($0, name) }
    }

    /// A table that SQLite makes when it needs it, or one of a database that is still to be attached.
    package func isBeyondCatalogue(_ table: ObjectName, isLive: Bool) -> Bool {
        table.name.lowercased().hasPrefix("sqlite_") || !isLive && !["main", nil].contains(table.schema)
    }

    /// The hidden columns of a virtual table.
    package func mayHaveMoreColumns(
        _ table: TableName,
        _ connection: any DatabaseConnection
    ) async throws -> Bool {
        let sql = "SELECT 1 FROM pragma_table_xinfo(?) WHERE hidden = 1"
        return try await !connection.query(sql, [.text(table.name)]).isEmpty
    }

    package func tableNames(_ connection: (any DatabaseConnection)?) async throws -> [String]? {
        guard let connection else { return [] }
        let sql =
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        return try await connection.query(sql).map { row in try row.get("name", as: String.self) }
    }

    /// Compiles the query without reading a row; a table that will be another one stands in a WITH clause.
    package func problem(
        with view: CreateView,
        _ catalogue: Catalogue,
        _ connection: any DatabaseConnection
    ) async throws -> ViewNameProblem? {
        guard let query = text(view.view.query), !catalogue.doubtsOthers else { return nil }
        let words = SQLiteWords(query)
        var tables: [String] = []
        for (name, columns) in catalogue.changed where words.mentions(name.name) {
            guard let columns, !columns.isEmpty else { return nil }
            let list = columns.map { SQLiteQuotedNames.backquote($0.name) }.joined(separator: ", ")
            let row = columns.map { _ in "NULL" }.joined(separator: ", ")
            tables.append("\(SQLiteQuotedNames.backquote(name.name)) (\(list)) AS (SELECT \(row))")
        }
        let planned = tables.isEmpty ? "" : "WITH \(tables.joined(separator: ", ")) "
        do throws(DatabaseFailure) {
            _ = try await connection.query("EXPLAIN \(planned)SELECT * FROM (\(SQLiteQuotedNames.backquoted(query)))")
            return nil
        } catch {
            // What else is wrong with it SQLite says itself; a planned table has no rowid here.
            guard ["no such column", "no such table"].contains(where: error.message.hasPrefix),
                tables.isEmpty || !error.message.hasSuffix("rowid")
            else { return nil }
            let failure = MigratorError(
                .statementFailed,
                "its query names what is not there: \(error.message) (text stands in single quotes)",
                cause: error
            )
            return ViewNameProblem(error: failure, isTable: error.message.hasPrefix("no such table"))
        }
    }
}
