import CacheBridge
import Database

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
struct DatabasePlace: Hashable, Sendable {
    let parts: [String]

    /// What a query of PostgreSQL asks for.
    static let columns = """
        (SELECT oid::text FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) AS oid,
        (SELECT system_identifier::text FROM pg_catalog.pg_control_system()) AS system,
        CASE WHEN pg_catalog.pg_is_in_recovery() THEN ''
            ELSE pg_catalog.left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_insert_lsn()), 8)
        END AS timeline
        """

    /// Whether the database outlasts its connection.
    var isLasting: Bool { parts != Self.memory }

    private static let memory = ["memory"]

    /// Reads the columns.
    init(_ row: DatabaseRow, schema: String) {
        func text(_ column: String) -> String {
            guard case .text(let text)? = row[column] else { return "" }
            return text
        }
        parts = [text("system"), text("oid"), text("timeline"), schema]
    }

    private init(parts: [String]) {
        self.parts = parts
    }

    /// Asks a database for its place; must be called outside of a transaction.
    static func read(_ tables: EngineTables, _ connection: any DatabaseConnection) async throws -> DatabasePlace {
        if let place = tables.place { return place }
        guard connection.kind == .sqlite else {
            let schema = tables.versionTable.name.schema ?? ""
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
        let schema = tables.versionTable.name.schema ?? "main"
        let row = try await connection.query("SELECT file FROM pragma_database_list WHERE name = ?", [.text(schema)])
        var status = stat()
        guard case .text(let path)? = row.first?.values.first, stat(path, &status) == 0 else {
            return DatabasePlace(parts: memory)
        }
        return DatabasePlace(parts: ["\(status.st_dev)", "\(status.st_ino)"])
    }
}
