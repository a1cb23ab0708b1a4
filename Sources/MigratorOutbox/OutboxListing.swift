package import CacheBridge
package import MigratorDatabase

/// Lists the outbox, and what became of its events.
package struct OutboxListing: Sendable {
    private let outbox: Outbox
    private let connection: any DatabaseConnection
    private let fingerprint: Fingerprint

    package init(_ outbox: Outbox, _ connection: any DatabaseConnection, _ fingerprint: Fingerprint) {
        self.outbox = outbox
        self.connection = connection
        self.fingerprint = fingerprint
    }

    private var dialect: any OutboxDialect {
        get throws(DatabaseFailure) { try connection.kind.outboxDialect }
    }

    // MARK: Events, in the order of their numbers

    /// All of them.
    package func events() async throws -> [InvalidationEvent] { try await events("", []) }

    /// The events with these numbers.
    package func events(numbered ids: [Int64]) async throws -> [InvalidationEvent] {
        let placeholders = ids.isEmpty ? "NULL" : try dialect.placeholders(ids.count, .number)
        return try await events("WHERE o.id IN (\(placeholders))", ids.map { .int($0) })
    }

    /// The events from a number on.
    package func events(from id: Int64) async throws -> [InvalidationEvent] {
        let dialect = try dialect
        return try await events("WHERE o.id >= \(dialect.placeholder(1, .number))", [.int(id)])
    }

    /// The events from a moment on, in ISO 8601.
    package func events(since moment: String) async throws -> [InvalidationEvent] {
        let dialect = try dialect
        return try await events("WHERE \(dialect.isSinceMoment)", [.text(moment)])
    }

    private func events(_ condition: String, _ values: [DatabaseCell]) async throws -> [InvalidationEvent] {
        let dialect = try dialect
        let sql = "SELECT \(dialect.eventColumns) FROM \(outbox.name.quoted) AS o \(condition) ORDER BY o.id"
        let rows = OutboxRows(outbox)
        return try await connection.query(sql, values).map { try rows.event($0, fingerprint) }
    }

    // MARK: Deliveries

    /// How one target was told of an event.
    package struct Delivery: Sendable {
        /// The event's number.
        package let event: Int64
        package let target: String
        /// How often it was tried.
        package let attempts: Int
        /// Why it failed the last time, if it did.
        package let lastError: String?
        /// When it was told, in ISO 8601 and UTC; `nil` if it was not.
        package let deliveredAt: String?
    }

    /// The deliveries of the events, by the names of the targets.
    package func deliveries() async throws -> [Delivery] {
        let moment = try dialect.moment("delivered_at")
        let sql = """
            SELECT event, target, attempts, last_error, \(moment) AS moment \
            FROM \(outbox.delivery.quoted) ORDER BY target
            """
        return try await connection.query(sql).map { row in
            Delivery(
                event: try row.get("event", as: Int64.self),
                target: try row.get("target", as: String.self),
                attempts: try row.get("attempts", as: Int.self),
                lastError: try row.get("last_error", as: String?.self),
                deliveredAt: try row.get("moment", as: String?.self)
            )
        }
    }
}
