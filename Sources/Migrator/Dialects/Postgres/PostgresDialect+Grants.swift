import MigratorDatabase

extension PostgresDialect {
    /// The statements that let a role use the engine's tables, which it may not make itself.
    func grants(version: TableName, to role: String) -> [String] {
        let tables = engineTables(version: version).compactMap { tableMade(by: $0)?.quoted }
        let usage = version.schema.map { ["GRANT USAGE ON SCHEMA \(quote($0)) TO \(quote(role))"] } ?? []
        // The journal numbers its rows by an identity, which takes no right of its own.
        return usage + [
            "GRANT SELECT, INSERT, UPDATE, DELETE ON \(tables.joined(separator: ", ")) TO \(quote(role))"
        ]
    }

    /// The table that a statement makes; `nil` if it is another statement.
    func tableMade(by statement: String) -> TableName? {
        guard let words = StatementWords(statement), words.keyword(0) == "create", words.keyword(1) == "table" else {
            return nil
        }
        return SQLTables.touched(by: statement, kind: .postgres)?.tables.first
    }
}
