package import MigratorDatabase

/// How the engine's tables are read.
extension PostgresDialect {
    package var nullText: String { "NULL::text" }

    package var deferredChecks: [String] { ["SET CONSTRAINTS ALL IMMEDIATE"] }

    /// That costs no round trip: where the table has no such column, the name means the one beside it.
    package func source(
        of columns: String,
        and column: String,
        in table: TableName,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> SQLFragment {
        """
        (SELECT j.* FROM (SELECT NULL::varchar AS \(column)) AS n,
            LATERAL (SELECT \(columns), \(column) FROM \(table.quoted)) AS j) AS j
        """
    }

    /// The server writes into its log that a table which was asked is missing.
    package func mayAsk(
        _ table: TableName,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> Bool {
        let sql: SQLFragment = "SELECT pg_catalog.to_regclass(\(value: .text(table.quoted))) IS NOT NULL"
        return try await connection.query(sql).first?.values == [.bool(true)]
    }
}
