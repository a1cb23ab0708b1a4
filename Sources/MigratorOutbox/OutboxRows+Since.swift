package import CacheBridge
package import MigratorDatabase

extension OutboxRows {
    /// The events from a position on, and the position behind them: on PostgreSQL the lowest transaction that may still
    /// be open, on SQLite the last number.
    package struct Since: Sendable {
        package var events: [InvalidationEvent]
        package var position: Int64
        /// Whether these are all that came since.
        package var isWhole: Bool
    }

    private static let mostSince = 1000

    /// The events since a position, in one snapshot; without a position only the present position of the outbox.
    package func since(
        _ position: Int64?,
        _ fingerprint: Fingerprint,
        _ connection: any DatabaseConnection
    ) async throws -> Since {
        let sql = try connection.kind.outboxDialect.since(outbox, limit: Self.mostSince)
        let rows = try await connection.query(sql, [position.map { .int($0) } ?? .null])
        guard let first = rows.first else { return Since(events: [], position: 0, isWhole: false) }
        let end = try first.get("high", as: Int64.self)
        // Nothing is known of what was pruned, nor of what a store has heard from a database that went on from here.
        let isPruned = try first.get("low", as: Int64.self) > position ?? 0 && first.get("first", as: Int64.self) > 1
        let isWhole = position.map { $0 <= end } ?? false && !isPruned && rows.count < Self.mostSince
        let events = try rows.filter { $0["id"] != .null }.map { try event($0, fingerprint) }
        return Since(events: events, position: end, isWhole: isWhole)
    }
}
