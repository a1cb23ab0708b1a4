import MigratorCore
package import MigratorDatabase

extension PostgresDialect {
    package func locate(
        _ version: TableName,
        outbox: String,
        asking columns: String?,
        _ connection: any DatabaseConnection
    ) async throws -> EngineTableLocation {
        try check(version: version)
        guard version.schema == nil else { return EngineTableLocation(version) }
        let (row, isWhole) = try await located(version, outbox, columns, connection)
        guard let row, case .text(let quoted) = row[0] else {
            throw MigratorError(
                .invalidSetting,
                "the search path names no schema that exists, so there is no place for table \(version); "
                    + "set search_path, or name a schema with --version-table-schema"
            )
        }
        return EngineTableLocation(
            TableName(version.name, schema: TableName.unquoted(quoted)),
            hasOutbox: row[1] == .bool(true),
            row: isWhole ? row : nil
        )
    }

    /// Asks for the schema, as SQL writes it, for the outbox and for the columns at once; says whether those are there.
    ///
    /// By functions: to plan a query of the catalogue takes a new session three times as long.
    private func located(
        _ version: TableName,
        _ outbox: String,
        _ columns: String?,
        _ connection: any DatabaseConnection
    ) async throws -> (row: DatabaseRow?, isWhole: Bool) {
        let table = SQLFragment(value: .text(version.quoted))
        func sql(_ columns: String) -> SQLFragment {
            """
            SELECT s.name, pg_catalog.to_regclass(s.name || '.\(outbox)') IS NOT NULL
                \(columns)
            FROM (SELECT COALESCE(
                (pg_catalog.pg_identify_object(
                    'pg_catalog.pg_class'::pg_catalog.regclass, pg_catalog.to_regclass(\(table)), 0)).schema,
                pg_catalog.quote_ident(pg_catalog.current_schema())
            ) AS name) AS s
            """
        }
        if let columns {
            do {
                return (try await connection.query(sql(", \(columns)")).first, true)
            } catch {
                guard error.code != .connectionLost, error.code != .cancelled else { throw error }
                // Not every server tells what the columns ask for.
            }
        }
        return (try await connection.query(sql("")).first, false)
    }
}
