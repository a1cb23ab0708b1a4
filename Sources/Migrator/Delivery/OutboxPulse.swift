import CacheBridge
import Database

/// Tells for next to nothing whether anything was written to the outbox since the last time.
///
/// SQLite's `PRAGMA data_version` moves when another connection has committed. On PostgreSQL the question
/// is whether there is a row that the last snapshot did not show; its transaction's id is not below that snapshot's xmin,
/// so the index has few to look at.
struct OutboxPulse {
    /// What was found.
    enum Beat {
        /// Nothing.
        case still
        /// Something was committed.
        case moved
        /// The outbox is not the one it was, or was never looked at: perhaps an older one, which a backup was put back as.
        case changed
        /// The file is another one by now, which this connection will never see.
        case replaced
    }

    private let tables: EngineTables
    private let connection: any DatabaseConnection
    private let place: DatabasePlace
    private var version: [DatabaseValue] = []
    private var snapshot = "1:1:"
    private var last: Int64?
    private var identity: String?

    init(_ tables: EngineTables, _ connection: any DatabaseConnection) async throws {
        self.tables = tables
        self.connection = connection
        place = try await DatabasePlace.read(tables, connection)
    }

    /// Looks; must be called before what moved is read, and outside of a transaction.
    ///
    /// - Throws: `DatabaseError`, with code `.undefinedObject` before the engine's tables are made.
    mutating func beat() async throws -> Beat {
        switch connection.kind {
        case .sqlite:
            let now = try await DatabasePlace.read(tables, connection)
            // A file that is gone is waited for.
            if now != place, now.isLasting { return .replaced }
            let version = try await connection.query("PRAGMA data_version").first?.values ?? []
            guard version != self.version else { return .still }
            let beat = try await take("'' AS snapshot, 1 AS moved", [])
            self.version = version
            return beat
        case .postgres:
            return try await take(
                """
                pg_catalog.pg_current_snapshot()::text AS snapshot,
                EXISTS (
                    SELECT 1 FROM \(tables.outbox.name.quoted)
                    WHERE xid >= pg_catalog.pg_snapshot_xmin($1::text::pg_snapshot)
                        AND NOT pg_catalog.pg_visible_in_snapshot(xid, $1::text::pg_snapshot))::int AS moved
                """,
                [.text(snapshot)]
            )
        }
    }

    private mutating func take(_ columns: String, _ parameters: [DatabaseValue]) async throws -> Beat {
        let sql = """
            SELECT \(columns), (SELECT max(id) FROM \(tables.outbox.name.quoted)) AS last,
                (SELECT CAST(id AS VARCHAR) FROM \(tables.outbox.identity.quoted)) AS identity
            """
        guard let row = try await connection.query(sql, parameters).first else { return .changed }
        let last = try row.get("last", as: Int64?.self) ?? 0
        let identity = try row.get("identity", as: String?.self) ?? ""
        defer { (self.last, self.identity) = (last, identity) }
        snapshot = try row.get("snapshot", as: String.self)
        if identity != self.identity || last < self.last ?? .max { return .changed }
        return try row.get("moved", as: Int.self) == 0 ? .still : .moved
    }
}
