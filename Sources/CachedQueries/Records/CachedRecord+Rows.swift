package import MigratorDatabase

extension CachedRecord {
    /// The rows of the table, which is called `t`.
    package static func rows(
        on connection: any DatabaseConnection,
        _ rest: String,
        _ parameters: [DatabaseCell] = []
    ) async throws -> [Self] {
        let sql = "SELECT \(columns(of: "t")) FROM \(table.name) t \(rest)"
        return try await connection.query(sql, parameters).map { try Self(row: $0) }
    }

    /// The rows of the table, which is called `t`, that have one of these keys in a column.
    package static func rows(
        on connection: any DatabaseConnection,
        where column: String,
        _ type: String,
        isAmong keys: [String],
        _ rest: String = ""
    ) async throws -> [Self] {
        let dialect = try connection.kind.queryDialect
        let condition = dialect.among(column, type, 1)
        return try await rows(on: connection, "WHERE \(condition) \(rest)", [try dialect.list(keys)])
    }
}
