package import CacheBridge
package import MigratorDatabase

/// Reads the events of the outbox as they are committed, each once, in any order of their ids.
///
/// On PostgreSQL ids are given out before they are committed, so a later look may find lower ones. Whatever a snapshot
/// does not show has a transaction id that is not below the snapshot's xmin: the next look begins there, and drops what
/// it has seen. SQLite has one writer at a time, so there the ids do.
package struct OutboxReader {
    /// The result of a look.
    package struct Finding {
        var events: [InvalidationEvent] = []
        /// Something cannot be read, or the outbox is perhaps not the one it was: everything may be stale.
        var isUnknown = false
    }

    private var seen: [String: Int64] = [:]
    private var position: Int64 = 0
    private var isThere = false
    private var anchor: OutboxAnchor
    private let connection: any DatabaseConnection
    private let dialect: any OutboxDialect
    private let table: TableName
    private let fingerprint: Fingerprint

    /// Looks where the outbox stands; what is there now is not told.
    package init(_ connection: any DatabaseConnection, _ table: TableName, _ fingerprint: Fingerprint) async throws {
        self.connection = connection
        dialect = try connection.kind.outboxDialect
        self.table = table
        self.fingerprint = fingerprint
        anchor = OutboxAnchor(table)
        try await dialect.checkIsPrimary(connection)
        _ = try await look()
    }

    /// The events that were committed since the last look began.
    package mutating func look() async throws -> Finding {
        if !isThere {
            isThere = try await !connection.columns(of: table).isEmpty
            guard isThere else { return Finding() }
        }
        var finding = Finding()
        let news = try await dialect.news(since: position, table, connection)
        position = news.position
        for row in news.rows where row["uuid"] != .null {
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
}

/// Why a carrier cannot be used here.
package enum CarrierError: Error, CustomStringConvertible {
    case standby
    case closed
    case moved

    package var description: String {
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
