package import MigratorDatabase

/// PostgreSQL refuses an unknown name by itself, and which schemas a bare name is looked up in only the server knows.
extension PostgresDialect {
    package var functionsAheadOfTables: String? { "SET check_function_bodies = off" }

    // https://www.postgresql.org/docs/15/ddl-system-columns.html
    package func isImplicitColumn(_ name: String) -> Bool {
        ["ctid", "tableoid", "xmin", "cmin", "xmax", "cmax"].contains(name)
    }

    /// The columns of a parent.
    package func mayHaveMoreColumns(
        _ table: TableName,
        _ connection: any DatabaseConnection
    ) async throws -> Bool {
        let sql = "SELECT 1 FROM pg_catalog.pg_inherits WHERE inhrelid = to_regclass($1)"
        return try await !connection.query(sql, [.text(table.quoted)]).isEmpty
    }
}
