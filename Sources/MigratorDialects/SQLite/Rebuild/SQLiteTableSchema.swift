import MigrationDSL
import MigratorCore
import MigratorDatabase

/// What `sqlite_schema` says of a table and of its indexes and triggers.
struct SQLiteTableSchema {
    /// An index or a trigger, word for word.
    struct Object {
        let type: String
        let name: String
        let sql: String

        /// Whether it is an index that speaks of one of these columns.
        func goes(with columns: [String]) -> Bool {
            guard type == "index", !columns.isEmpty else { return false }
            let words = SQLiteWords(sql)
            guard let start = words.tokens.indices.first(where: { words.isKind($0, .openParenthesis) }) else {
                return false
            }
            let rest = SQLiteWords(words.text(start..<words.tokens.count))
            return columns.contains(where: rest.mentions)
        }
    }

    let sql: String
    let objects: [Object]
    private let name: String

    /// Reads a table's definition.
    ///
    /// - Throws: ``MigratorError`` if there is no such table.
    init(of table: String, _ connection: any DatabaseConnection) async throws {
        let rows = try await connection.query(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid"
        )
        var definition: (name: String, sql: String)?
        var objects: [Object] = []
        var tables: [String] = []
        for row in rows {
            let type = try row.get("type", as: String.self)
            let name = try row.get("name", as: String.self)
            let sql = try row.get("sql", as: String?.self)
            if type == "table", !name.hasPrefix("sqlite_") { tables.append(name) }
            if type == "table" || type == "view", SQLiteName.same(name, table) {
                guard type == "table", let sql else {
                    throw MigratorError(.statementFailed, "\(name) is a view, which has no columns to change")
                }
                definition = (name, sql)
            }
            guard type == "index" || type == "trigger", let sql else { continue }
            // An index of a constraint has no text: the constraint makes it.
            if SQLiteName.same(try row.get("tbl_name"), table) {
                objects.append(Object(type: type, name: name, sql: sql))
            }
        }
        guard let definition else {
            let known = tables.isEmpty ? "none" : tables.prefix(20).joined(separator: ", ")
            throw MigratorError(.statementFailed, "there is no table \(table); the tables are: \(known)")
        }
        name = definition.name
        sql = definition.sql
        self.objects = objects
    }

    /// Whether a table is still defined so, with these indexes and triggers and no others, in SQL.
    ///
    /// A rebuild loses what it does not know of. White space and quotes count for nothing: each rebuild lays a text out
    /// anew, and when a table is renamed SQLite puts quotes around its name.
    var condition: String {
        let ignored: Set<Unicode.Scalar> = [" ", "\n", "\r", "\t", "\""]
        let texts = ([sql] + objects.map(\.sql)).map { text in
            String(String.UnicodeScalarView(text.unicodeScalars.filter { !ignored.contains($0) }))
        }
        let list = texts.map(SQLiteShellText.literal).joined(separator: ", ")
        let bare = ["' '", "char(10)", "char(13)", "char(9)", "'\"'"].reduce("sql") { "replace(\($0), \($1), '')" }
        let count = texts.count
        let found = "count(*) = \(count) AND count(*) FILTER (WHERE \(bare) IN (\(list))) = \(count)"
        return
            "(SELECT \(found) FROM sqlite_schema WHERE tbl_name = \(SQLiteShellText.literal(name)) COLLATE NOCASE "
            + "AND type <> 'view' AND sql IS NOT NULL)"
    }
}
