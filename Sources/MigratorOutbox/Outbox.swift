package import CacheBridge
package import MigratorDatabase
import MigratorSystem

/// The outbox, what was delivered of it, and the database's own name: the tables that caches are kept right by.
///
/// A row's event is written without its number, its time and the database's fingerprint, which the row itself tells: a
/// script knows none of them, and a copy of a database has another fingerprint.
package struct Outbox: Sendable {
    package static let tableName = "migrator_outbox"
    package static let deliveryName = "migrator_delivery"
    package static let identityName = "migrator_identity"

    /// The channel on which sessions of PostgreSQL are woken.
    package static let channel = "ecs_invalidate"

    /// So many rows are kept, however old they are.
    package static let keptRows = 1000
    /// So long rows are kept, however many they are.
    package static let keptDays = 7

    package let name: TableName
    package let delivery: TableName
    package let identity: TableName

    package init(beside versionTable: TableName) {
        name = TableName(Self.tableName, schema: versionTable.schema)
        delivery = TableName(Self.deliveryName, schema: versionTable.schema)
        identity = TableName(Self.identityName, schema: versionTable.schema)
    }

    /// All of them, in the order of their making.
    package var names: [TableName] { [name, delivery, identity] }

    package typealias Statement = (sql: String, parameters: [DatabaseCell])

    /// A random UUID of SQLite's making.
    package static let newUUID = """
        lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' \
        || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))
        """

    /// What makes the tables where they are missing.
    package func tables(on kind: DatabaseKind) -> [TableMaking] {
        switch kind {
        case .postgres: postgresTables
        case .sqlite: sqliteTables
        }
    }

    // MARK: Writing

    /// What writes an event, and on PostgreSQL wakes those who listen when the transaction is committed.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - place: What tells this database from a copy; `nil` if that is not known, and then nobody is woken by name.
    ///   - kind: Which database it is.
    /// - Returns: The statements, to be run in the transaction of what the event tells of.
    /// - Throws: `CacheError` if the event cannot be written as JSON.
    package func statements(
        writing event: InvalidationEvent,
        _ place: DatabasePlace?,
        _ kind: DatabaseKind
    ) throws(CacheError) -> [Statement] {
        let json = DatabaseCell.text(String(decoding: try event.json(), as: UTF8.self))
        guard kind == .postgres else { return [(insert("?", "?"), [.text(event.uuid), json])] }
        let uuid = DatabaseCell.text(event.uuid)
        return [(insert("$1::text::uuid", "$2"), [uuid, json]), wake(uuid, place)]
    }

    /// Takes an event away that is written again, with a later number, in the same transaction.
    package func remove(_ event: InvalidationEvent, _ kind: DatabaseKind) -> Statement {
        let place = kind == .postgres ? "$1::text::uuid" : "?"
        return ("DELETE FROM \(name.quoted) WHERE uuid = \(place)", [.text(event.uuid)])
    }

    /// The statement that inserts an event, whose values are these.
    package func insert(_ uuid: String, _ event: String) -> String {
        "INSERT INTO \(name.quoted) (uuid, event) VALUES (\(uuid), \(event))"
    }

    /// Sends the fingerprint and the row's number, and no more: a message may have 8,000 bytes.
    ///
    /// The fingerprint is put together by the server, since the identity may have been made in this very transaction.
    private func wake(_ uuid: DatabaseCell, _ place: DatabasePlace?) -> Statement {
        guard let place else {
            let sql =
                "SELECT pg_catalog.pg_notify($1, '- ' || id::text) FROM \(name.quoted) WHERE uuid = $2::text::uuid"
            return (sql, [.text(Self.channel), uuid])
        }
        let sql = """
            SELECT pg_catalog.pg_notify($1, pg_catalog.left(pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
                '36:' || i.id::text || $2, 'UTF8')), 'hex'), 32) || ' ' || o.id::text)
            FROM \(name.quoted) AS o, \(identity.quoted) AS i WHERE o.uuid = $3::text::uuid
            """
        return (sql, [.text(Self.channel), .text(Digest.text(ofParts: place.parts)), uuid])
    }

    // MARK: Delivery

    /// Notes that events were delivered to targets; events that are gone from the outbox are passed over.
    package func mark(_ marks: [Mark], _ kind: DatabaseKind) -> [Statement] {
        let (first, second) = kind == .postgres ? ("$1", "$2") : ("?1", "?2")
        return Dictionary(grouping: marks, by: \.target).sorted { $0.key < $1.key }.flatMap { target, marks in
            marks.sorted { $0.event < $1.event }.map { mark -> Statement in
                let sql = """
                    INSERT INTO \(delivery.quoted) AS d (event, target, attempts, last_error, delivered_at)
                    VALUES (\(first), \(second), 1, \(kind == .postgres ? "$3::text" : "?3"), \
                    \(mark.error == nil ? Self.now(kind) : "NULL"))
                    ON CONFLICT (event, target) DO UPDATE SET attempts = d.attempts + 1,
                        last_error = excluded.last_error,
                        delivered_at = COALESCE(excluded.delivered_at, d.delivered_at)
                    """
                return (sql, [.int(mark.event), .text(target), mark.error.map { .text($0) } ?? .null])
            }
        }
    }

    /// Writes marks down, in a transaction of their own that is over at once: whoever is stopped between two calls holds
    /// up nobody, and who is held up does not wait for long.
    package func write(_ marks: [Mark], _ connection: any DatabaseConnection) async throws {
        guard !marks.isEmpty else { return }
        let kind = connection.kind
        let statements = mark(marks, kind) + [rememberLast(kind)]
        guard kind == .sqlite else {
            // What PostgreSQL is sent in one go is one transaction.
            let patience = "SELECT pg_catalog.set_config('lock_timeout', '2s', true)"
            _ = try await connection.execute(pipelining: [(patience, [])] + statements)
            return
        }
        do {
            try await connection.together {
                try await connection.execute("BEGIN IMMEDIATE")
                try await connection.execute(pipelining: statements)
                try await connection.execute("COMMIT")
            }
        } catch {
            try? await connection.rollback()
            throw error
        }
    }

    /// What became of an attempt to deliver an event.
    package struct Mark: Hashable, Sendable {
        package var event: Int64
        package var target: String
        /// Why it failed; `nil` if it did not.
        package var error: String?

        package init(event: Int64, target: String, error: String? = nil) {
            self.event = event
            self.target = target
            self.error = error
        }
    }

    /// Remembers the last event that any target has heard of.
    func rememberLast(_ kind: DatabaseKind) -> Statement {
        let newest = """
            SELECT uuid FROM \(name.quoted)
            WHERE id = (SELECT MAX(event) FROM \(delivery.quoted) WHERE delivered_at IS NOT NULL)
            """
        return ("UPDATE \(identity.quoted) SET last_event = COALESCE((\(newest)), last_event)", [])
    }

    /// Forgets rows that are old, not among the last and known to all who ever heard of one; and their deliveries.
    package func prune(_ kind: DatabaseKind) -> [Statement] {
        let old =
            kind == .postgres
            ? "o.at < pg_catalog.now() - interval '\(Self.keptDays) days'"
            : "o.at < datetime('now', '-\(Self.keptDays) days')"
        return [
            (
                """
                WITH heard AS MATERIALIZED (SELECT DISTINCT target FROM \(delivery.quoted) WHERE delivered_at IS NOT NULL)
                DELETE FROM \(name.quoted) AS o WHERE \(old)
                    AND o.id <= (SELECT MAX(id) - \(Self.keptRows) FROM \(name.quoted))
                    AND NOT EXISTS (
                        SELECT 1 FROM heard WHERE NOT EXISTS (
                            SELECT 1 FROM \(delivery.quoted) AS d
                            WHERE d.event = o.id AND d.target = heard.target AND d.delivered_at IS NOT NULL))
                """, []
            ),
            (
                """
                DELETE FROM \(delivery.quoted) AS d
                WHERE d.event < (SELECT MIN(id) FROM \(name.quoted))
                """, []
            ),
        ]
    }

    static func now(_ kind: DatabaseKind) -> String {
        kind == .postgres ? "pg_catalog.clock_timestamp()" : "strftime('%Y-%m-%d %H:%M:%f', 'now')"
    }
}
