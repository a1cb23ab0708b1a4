import CacheBridge
import MigratorDatabase
import MigratorOutbox

/// Tells a store what it alone has not heard of: a delivery is recorded under the name of a target, which two stores may
/// share, and a store that was away for a while has missed what was delivered to another.
///
/// Each store remembers how far in the outbox it was told of everything, and each single event since. No lock is held: a
/// second telling costs misses.
struct StoreCatchUp {
    /// With more than so many everything counts as stale.
    private static let limit = 200

    private let rows: OutboxRows
    private let connection: any DatabaseConnection

    init(_ outbox: Outbox, _ connection: any DatabaseConnection) {
        rows = OutboxRows(outbox)
        self.connection = connection
    }

    /// Tells the store, which is believed then, if it did not fail meanwhile.
    func run(_ channel: DeliveryChannel) async {
        guard let cache = channel.cache, let fingerprint = channel.fingerprint else { return }
        do {
            let position = try await cache.toldPosition()
            // In this order: after the store has answered, and before the outbox is looked at.
            guard let drain = cache.beginDrain() else { return }
            let found = try await rows.since(position, fingerprint, connection)
            let untold = found.isWhole ? try await cache.untold(found.events) : []
            if found.isWhole, untold.count <= Self.limit {
                try await cache.deliver(together: untold)
            } else {
                try await cache.forgetStored()
            }
            try await cache.endDrain(drain, at: found.position)
        } catch let error as CacheError {
            channel.note(error)
        } catch {
            // The next round asks the database again, and says so if it does not answer.
        }
    }
}

extension OutboxRows {
    /// The events from a position on, and the position behind them: on PostgreSQL the lowest transaction that may still
    /// be open, on SQLite the last number.
    struct Since {
        var events: [InvalidationEvent]
        var position: Int64
        /// Whether these are all that came since.
        var isWhole: Bool
    }

    private static let mostSince = 1000

    /// What came since a position, in one snapshot; without a position only where the outbox stands.
    func since(
        _ position: Int64?,
        _ fingerprint: Fingerprint,
        _ connection: any DatabaseConnection
    ) async throws -> Since {
        let rows = try await connection.query(sqlSince(connection.kind), [position.map { .int($0) } ?? .null])
        guard let first = rows.first else { return Since(events: [], position: 0, isWhole: false) }
        let end = try first.get("high", as: Int64.self)
        // Of what was pruned nobody knows; nor of what a store has heard from a database that went on from here.
        let isPruned = try first.get("low", as: Int64.self) > position ?? 0 && first.get("first", as: Int64.self) > 1
        let isWhole = position.map { $0 <= end } ?? false && !isPruned && rows.count < Self.mostSince
        let events = try rows.filter { $0["id"] != .null }.map { try event($0, fingerprint) }
        return Since(events: events, position: end, isWhole: isWhole)
    }

    private func sqlSince(_ kind: DatabaseKind) -> String {
        let table = outbox.name.quoted
        return switch kind {
        case .postgres:
            """
            SELECT s.high, s.low, s.first, \(columns(kind))
            FROM (
                SELECT pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text::bigint AS high,
                    COALESCE((SELECT xid::text::bigint FROM \(table) ORDER BY xid LIMIT 1), 0) AS low,
                    COALESCE((SELECT MIN(id) FROM \(table)), 0) AS first) AS s
            LEFT JOIN \(table) AS o ON o.xid >= $1::bigint::text::xid8
            ORDER BY o.id LIMIT \(Self.mostSince)
            """
        case .sqlite:
            """
            SELECT s.high, s.low, s.first, \(columns(kind))
            FROM (
                SELECT COALESCE(MAX(id), 0) AS high, COALESCE(MIN(id), 0) AS low, COALESCE(MIN(id), 0) AS first
                FROM \(table)) AS s
            LEFT JOIN \(table) AS o ON o.id > ?1
            ORDER BY o.id LIMIT \(Self.mostSince)
            """
        }
    }
}
