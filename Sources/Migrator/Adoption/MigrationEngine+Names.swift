package import MigratorDatabase
package import MigratorImport

extension MigrationEngine {
    /// What a tool whose migrations are no files has run: their names, and the schema that they have made.
    ///
    /// - Parameters:
    ///   - format: The tool.
    ///   - table: The name of its table, where it is not the usual one.
    ///   - options: The part of the schema that is read; the tool's own table is never part of it.
    /// - Returns: The names as the table has them, and the schema.
    /// - Throws: `MigratorError` if there is no such table; `DatabaseFailure`.
    package func migrations(
        of format: ImportFormat,
        table: TableName? = nil,
        _ options: SchemaOptions = SchemaOptions()
    ) async throws -> (names: [String], schema: InspectReport) {
        let found = try await withConnection { connection in
            try await Adoption.find([format], table, connection)
        }
        var options = options
        options.exclude += found.patterns
        return (try found.table.applied(found.rows, known: []), try await inspect(.database, options))
    }
}
