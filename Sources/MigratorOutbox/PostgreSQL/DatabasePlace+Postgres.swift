import MigratorDatabase

/// The place of a database of PostgreSQL.
extension DatabasePlace {
    /// The columns of a query that asks PostgreSQL for the place.
    package static let columns = """
        (SELECT oid::text FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) AS oid,
        (SELECT system_identifier::text FROM pg_catalog.pg_control_system()) AS system,
        CASE WHEN pg_catalog.pg_is_in_recovery() THEN ''
            ELSE pg_catalog.left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_insert_lsn()), 8)
        END AS timeline
        """

    /// Reads the columns.
    init(_ row: DatabaseRow, schema: String) {
        func text(_ column: String) -> String {
            guard case .text(let text)? = row[column] else { return "" }
            return text
        }
        self.init(parts: [text("system"), text("oid"), text("timeline"), schema])
    }

    /// Asks the server, which may keep some of it to itself.
    static func readFromPostgres(
        schema: String?,
        _ connection: any DatabaseConnection
    ) async throws -> DatabasePlace {
        let schema = schema ?? ""
        do {
            let row = try await connection.query("SELECT \(columns)").first
            return row.map { DatabasePlace($0, schema: schema) } ?? DatabasePlace(parts: [schema])
        } catch {
            guard error.code != .connectionLost, error.code != .cancelled else { throw error }
            let oid = "SELECT oid::text FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()"
            let row = try await connection.query(oid).first
            return row.map { DatabasePlace($0, schema: schema) } ?? DatabasePlace(parts: [schema])
        }
    }
}
