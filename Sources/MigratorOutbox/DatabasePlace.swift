package import MigratorDatabase

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What tells a database from a copy of it, though both bear the same identity.
///
/// On PostgreSQL the system identifier, the database's oid, the timeline and the schema; on SQLite device and inode. A
/// server that keeps some of it to itself is told by the rest.
package struct DatabasePlace: Hashable, Sendable {
    package let parts: [String]

    /// What a query of PostgreSQL asks for.
    package static let columns = """
        (SELECT oid::text FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) AS oid,
        (SELECT system_identifier::text FROM pg_catalog.pg_control_system()) AS system,
        CASE WHEN pg_catalog.pg_is_in_recovery() THEN ''
            ELSE pg_catalog.left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_insert_lsn()), 8)
        END AS timeline
        """

    /// Whether the database outlasts its connection.
    package var isLasting: Bool { parts != Self.memory }

    private static let memory = ["memory"]

    /// Reads the columns.
    package init(_ row: DatabaseRow, schema: String) {
        func text(_ column: String) -> String {
            guard case .text(let text)? = row[column] else { return "" }
            return text
        }
        parts = [text("system"), text("oid"), text("timeline"), schema]
    }

    private init(parts: [String]) {
        self.parts = parts
    }

    /// Looks at the file of a database of SQLite; no file is memory's.
    init(file: String?) {
        var status = stat()
        guard let file, stat(file, &status) == 0 else {
            parts = Self.memory
            return
        }
        parts = ["\(status.st_dev)", "\(status.st_ino)"]
    }

    /// The file of a database of SQLite; `nil` for one in memory.
    static func file(of schema: String?, _ connection: any DatabaseConnection) async throws -> String? {
        let sql = "SELECT file FROM pragma_database_list WHERE name = ?"
        let row = try await connection.query(sql, [.text(schema ?? "main")]).first
        guard case .text(let path)? = row?.values.first else { return nil }
        return path
    }

    /// Asks a database for its place; must be called outside of a transaction.
    ///
    /// - Parameters:
    ///   - schema: The schema of the engine's tables, as far as it is known.
    ///   - connection: A connection to the database.
    /// - Returns: As much of it as the database tells.
    /// - Throws: `DatabaseFailure`.
    package static func read(
        schema: String?,
        _ connection: any DatabaseConnection
    ) async throws -> DatabasePlace {
        guard connection.kind == .postgres else {
            return DatabasePlace(file: try await file(of: schema, connection))
        }
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
