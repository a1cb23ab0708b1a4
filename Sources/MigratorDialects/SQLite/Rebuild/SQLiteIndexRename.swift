import MigrationDSL
import MigratorCore
import MigratorDatabase

/// Gives an index another name: it is dropped and made again from its own text.
struct SQLiteIndexRename {
    private let rename: RenameIndex

    init(_ rename: RenameIndex) {
        self.rename = rename
    }

    /// The statements that do it.
    ///
    /// - Throws: ``MigratorError`` if the table has no such index, or it is that of a constraint.
    func statements(_ connection: any DatabaseConnection) async throws -> [String] {
        let rows = try await connection.query(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? COLLATE NOCASE ORDER BY rowid",
            [.text(rename.table.name)]
        )
        let names = try rows.map { row in try row.get("name", as: String.self) }
        guard let index = names.firstIndex(where: { SQLiteName.same($0, rename.name) }) else {
            throw MigratorError(
                .statementFailed,
                "table \(rename.table) has no index \(rename.name); it has "
                    + (names.isEmpty ? "none" : names.joined(separator: ", "))
            )
        }
        guard let sql = try rows[index].get("sql", as: String?.self), let renamed = Self.text(sql, as: rename.newName)
        else {
            throw MigratorError(
                .statementFailed,
                "index \(rename.name) of table \(rename.table) is that of a constraint and has no name of its own"
            )
        }
        return ["DROP INDEX \(TableName.quote(names[index]))", renamed]
    }

    /// The text of an index with another name in it; `nil` if it is no such text.
    static func text(_ sql: String, as name: String) -> String? {
        let words = SQLiteWords(sql)
        guard let on = words.tokens.indices.dropFirst(2).first(where: { words.keyword($0) == "ON" }),
            words.keyword(0) == "CREATE", words.problem == nil
        else { return nil }
        let bytes = words.bytes
        let token = words.tokens[on - 1]
        return bytes.text(0..<token.start) + TableName.quote(name) + bytes.text(token.end..<bytes.count)
    }
}
