import CacheBridge
import MigratorDatabase

/// Reads the events of the outbox as they are committed, each once, whatever the order of their ids.
///
/// The outbox is the table `migrator_outbox`:
///
/// | column | PostgreSQL | SQLite |
/// |---|---|---|
/// | `id` | `bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY` | `INTEGER PRIMARY KEY AUTOINCREMENT` |
/// | `uuid` | `uuid NOT NULL UNIQUE` | `TEXT NOT NULL UNIQUE` |
/// | `xid` | `xid8 NOT NULL DEFAULT pg_current_xact_id()`, with an index | none |
/// | `event` | `text NOT NULL`, the JSON of `InvalidationEvent`, whose `id`, `database` and `at` are the row's own | `TEXT NOT NULL` |
/// | `at` | `timestamptz NOT NULL DEFAULT now()` | `TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP` |
///
/// On PostgreSQL ids are given out before they are committed, so a later look may find lower ones. Whatever a snapshot
/// does not show has a transaction id that is not below the snapshot's xmin: the next look begins there, and drops what
/// it has seen. SQLite has one writer at a time, so there the ids do.
struct OutboxReader {
    /// What a look found.
    struct Finding {
        var events: [InvalidationEvent] = []
        /// Something cannot be read, or the outbox is perhaps not the one it was: everything may be stale.
        var isUnknown = false
    }

    private var seen: [String: Int64] = [:]
    private var position: Int64 = 0
    private var isThere = false
    private var anchor: OutboxAnchor
    private let connection: any DatabaseConnection
    private let table: TableName
    private let fingerprint: Fingerprint

    /// Looks where the outbox stands; what is there now is not told.
    init(_ connection: any DatabaseConnection, _ table: TableName, _ fingerprint: Fingerprint) async throws {
        self.connection = connection
        self.table = table
        self.fingerprint = fingerprint
        anchor = OutboxAnchor(table)
        if connection.kind == .postgres {
            // A standby is behind by it knows not how much.
            let rows = try await connection.query("SELECT pg_is_in_recovery()::int")
            guard case .int(0)? = rows.first?.values.first else { throw CarrierError.standby }
        }
        _ = try await look()
    }

    /// What was committed since the last look began.
    mutating func look() async throws -> Finding {
        if !isThere {
            isThere = try await !connection.columns(of: table).isEmpty
            guard isThere else { return Finding() }
        }
        var finding = Finding()
        for row in try await rows() {
            guard case .text(let uuid)? = row["uuid"], case .text(let json)? = row["event"],
                case .int(let order)? = row["ord"], case .int(let id)? = row["id"]
            else {
                finding.isUnknown = true
                continue
            }
            guard seen.updateValue(order, forKey: uuid) == nil else { continue }
            if let event = try? InvalidationEvent(row: id, json: json, at: moment(row), database: fingerprint) {
                finding.events.append(event)
            } else {
                finding.isUnknown = true
            }
        }
        let low = position
        seen = seen.filter { $0.value >= low }
        // After the rows: an outbox that was replaced before or meanwhile is another one now.
        switch try await anchor.look(connection).verdict {
        case .same: break
        case .doubtful, .other: finding.isUnknown = true
        case .moved: throw CarrierError.moved
        }
        return finding
    }

    /// Whether the connection leads to a file that is no longer the database.
    var isReplaced: Bool { anchor.isReplaced() }

    private func moment(_ row: DatabaseRow) -> String {
        guard case .text(let moment)? = row["moment"] else { return "" }
        return moment
    }

    private mutating func rows() async throws -> [DatabaseRow] {
        switch connection.kind {
        case .postgres:
            // One statement, so one snapshot: its xmin is where the next look begins.
            let rows = try await connection.query(
                """
                SELECT s.low, o.id, o.uuid::text AS uuid, o.event::text AS event, o.xid::text::bigint AS ord,
                    to_char(o.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS moment
                FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS low) AS s
                LEFT JOIN \(table.quoted) AS o ON o.xid >= $1::text::xid8
                ORDER BY o.id
                """,
                [.text(String(position))]
            )
            position = try rows.first?.get("low") ?? position
            return rows.filter { $0["uuid"] != .null }
        case .sqlite:
            let rows = try await connection.query(
                """
                SELECT id AS ord, id, uuid, event, strftime('%Y-%m-%dT%H:%M:%SZ', at) AS moment
                FROM \(table.quoted) WHERE id >= ?1
                UNION ALL SELECT max(id), NULL, NULL, NULL, NULL FROM \(table.quoted) ORDER BY ord
                """,
                [.int(position)]
            )
            position = try rows.last?.get("ord", as: Int64?.self) ?? 0
            return rows.filter { $0["uuid"] != .null }
        }
    }
}

/// Why a carrier cannot be used here.
enum CarrierError: Error, CustomStringConvertible {
    case standby
    case closed
    case moved

    var description: String {
        switch self {
        case .standby: "the database is a standby, which is behind by an unknown time; connect to the primary"
        case .moved: "the connection leads to another database than before; connecting again"
        case .closed: "the connection that listens was closed"
        }
    }
}

extension OutboxReader.Finding {
    /// Tells what was found.
    func tell(_ sink: CarrierSink) {
        if isUnknown { sink.hearUnknown() }
        for event in events { sink.hear(event) }
    }
}
