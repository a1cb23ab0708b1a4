package import CacheBridge
package import MigratorDatabase

/// Reads rows of the outbox as the events that they are.
package struct OutboxRows: Sendable {
    let outbox: Outbox

    package init(_ outbox: Outbox) {
        self.outbox = outbox
    }

    /// An event that waits, and how often it was tried.
    package struct Waiting: Sendable {
        package var event: InvalidationEvent
        package var attempts: Int
    }

    /// The events of these UUIDs, in the order of their numbers.
    package func events(
        _ uuids: [String],
        _ fingerprint: Fingerprint,
        _ connection: any DatabaseConnection
    ) async throws -> [InvalidationEvent] {
        let dialect = try connection.kind.outboxDialect
        let placeholders = dialect.placeholders(uuids.count, .uuid)
        let sql =
            "SELECT \(dialect.eventColumns) FROM \(outbox.name.quoted) AS o WHERE o.uuid IN (\(placeholders)) ORDER BY o.id"
        return try await connection.query(sql, uuids.map { .text($0) }).map { try event($0, fingerprint) }
    }

    /// The events that a target was not told of, after a number: those that failed too often, or the others.
    ///
    /// - Parameters:
    ///   - target: The target.
    ///   - last: The number.
    ///   - patience: The number of failures that are too many.
    ///   - areStubborn: Whether to give those that failed so often.
    ///   - limit: The largest number of events to give.
    ///   - fingerprint: The database's fingerprint.
    ///   - connection: A connection to the database.
    /// - Returns: The events, in the order of their numbers.
    /// - Throws: `DatabaseFailure`.
    package func waiting(
        for target: String,
        after last: Int64,
        patience: Int,
        areStubborn: Bool,
        limit: Int,
        _ fingerprint: Fingerprint,
        _ connection: any DatabaseConnection
    ) async throws -> [Waiting] {
        let dialect = try connection.kind.outboxDialect
        let isAsked = "COALESCE(d.attempts, 0) \(areStubborn ? ">=" : "<") \(patience)"
        let sql = """
            SELECT \(dialect.eventColumns), COALESCE(d.attempts, 0) AS attempts FROM \(outbox.name.quoted) AS o
            LEFT JOIN \(outbox.delivery.quoted) AS d ON d.event = o.id AND d.target = \(dialect.placeholder(1, .text))
            WHERE d.delivered_at IS NULL AND \(isAsked) AND o.id > \(dialect.placeholder(2, .number))
            ORDER BY o.id LIMIT \(limit)
            """
        return try await connection.query(sql, [.text(target), .int(last)]).map { row in
            Waiting(event: try event(row, fingerprint), attempts: try row.get("attempts", as: Int.self))
        }
    }

    /// How many events a target has not heard of.
    package func count(waitingFor target: String, _ connection: any DatabaseConnection) async throws -> Int {
        let placeholder = try connection.kind.outboxDialect.placeholder(1, .text)
        let sql = """
            SELECT count(*) AS n FROM \(outbox.name.quoted) AS o WHERE NOT EXISTS (
                SELECT 1 FROM \(outbox.delivery.quoted) AS d
                WHERE d.event = o.id AND d.target = \(placeholder) AND d.delivered_at IS NOT NULL)
            """
        return try await connection.query(sql, [.text(target)]).first?.get("n", as: Int.self) ?? 0
    }

    /// The event of a row; one that this version cannot read is taken to make everything stale.
    func event(_ row: DatabaseRow, _ fingerprint: Fingerprint) throws -> InvalidationEvent {
        let (id, uuid) = (try row.get("id", as: Int64.self), try row.get("uuid", as: String.self))
        let moment = try row.get("moment", as: String?.self) ?? ""
        let json = try row.get("event", as: String.self)
        if let event = try? InvalidationEvent(row: id, json: json, at: moment, database: fingerprint) { return event }
        return InvalidationEvent(
            id: id,
            uuid: uuid,
            database: fingerprint.text,
            revision: nil,
            direction: .stamp,
            kind: .schema,
            tables: [],
            namespaces: [],
            at: moment
        )
    }
}
