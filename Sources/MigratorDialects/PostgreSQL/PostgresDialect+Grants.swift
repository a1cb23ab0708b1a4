package import MigratorDatabase

extension PostgresDialect {
    /// The statements that let a role use the engine's tables in a schema, which it may not make itself.
    package func grants(on tables: [TableName], in schema: String?, to role: String) -> [String] {
        let usage = schema.map { ["GRANT USAGE ON SCHEMA \(TableName.quote($0)) TO \(TableName.quote(role))"] } ?? []
        let names = tables.map(\.quoted).joined(separator: ", ")
        // The journal numbers its rows by an identity, which takes no right of its own.
        return usage + ["GRANT SELECT, INSERT, UPDATE, DELETE ON \(names) TO \(TableName.quote(role))"]
    }
}
