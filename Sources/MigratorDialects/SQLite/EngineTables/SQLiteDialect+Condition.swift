package import MigratorDatabase

/// The engine's tables as a database of SQLite has them: asked in the process, without a round trip.
extension SQLiteDialect {
    /// A temporary table of the version table's name would be found first.
    package func locate(
        _ version: TableName,
        outbox: String,
        asking columns: String?,
        _ connection: any DatabaseConnection
    ) async throws -> EngineTableLocation {
        EngineTableLocation(TableName(version.name, schema: version.schema ?? "main"))
    }

    package func condition(
        of tables: EngineTableSet,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> EngineTableCondition {
        let names = tables.required
        let schema = tables.version.schema.map { TableName.quote($0) + "." } ?? ""
        let sql: SQLFragment = """
            SELECT count(*) FROM \(schema)sqlite_schema WHERE type = 'table' AND name COLLATE NOCASE IN (\
            \(names.map { SQLFragment(value: .text($0.name)) }.joined(separator: ", ")))
            """
        let count = try await connection.query(sql).first?.values
        // SQLite makes those that are missing without a word about the others.
        var condition = EngineTableCondition(missing: count == [.int(Int64(names.count))] ? [] : names)
        try await lookForGrowth(tables.growth, &condition, connection)
        return condition
    }

    package func hasColumn(
        _ column: String,
        _ table: TableName,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> Bool {
        let schema = table.schema.map { DatabaseCell.text($0) } ?? .null
        let sql: SQLFragment = """
            SELECT 1 FROM pragma_table_info(\(value: .text(table.name)), \(value: schema)) \
            WHERE name = \(value: .text(column))
            """
        return try await !connection.query(sql).isEmpty
    }
}
