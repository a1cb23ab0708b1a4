import MigratorDatabase

/// What an administrator runs for a role that may not make tables.
extension PostgresDialect {
    package func grants(on tables: EngineTableSet, to role: String) -> [String] {
        let schema = tables.version.schema
        let usage = schema.map { ["GRANT USAGE ON SCHEMA \(TableName.quote($0)) TO \(TableName.quote(role))"] } ?? []
        let names = tables.makings.compactMap { $0.table?.quoted }.joined(separator: ", ")
        // The journal numbers its rows by an identity, which takes no right of its own.
        return usage + ["GRANT SELECT, INSERT, UPDATE, DELETE ON \(names) TO \(TableName.quote(role))"]
    }

    package func statements(making step: Growth, for role: String) -> [String] {
        let making = statement(making: step)
        guard case .table(let table, _) = step.change else { return [making] }
        return [making, "GRANT SELECT, INSERT, UPDATE, DELETE ON \(table.quoted) TO \(TableName.quote(role))"]
    }
}
