package import MigratorDatabase

/// Deliveries are recorded when they are done, after COMMIT.
extension Outbox {
    /// The result of an attempt to deliver an event.
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

    /// Records results, in a transaction of their own that is over at once.
    ///
    /// A process that is stopped between two calls holds no lock, and one that finds a lock does not wait for long.
    package func write(_ marks: [Mark], _ connection: any DatabaseConnection) async throws {
        guard !marks.isEmpty else { return }
        let dialect = try connection.kind.outboxDialect
        try await dialect.run(mark(marks, dialect) + [rememberLast], connection)
    }

    /// Notes for an application that a target was told of an event.
    ///
    /// - Parameters:
    ///   - event: The number of the event's row.
    ///   - target: The target.
    ///   - connection: A connection outside of a transaction.
    /// - Throws: `DatabaseFailure`.
    package func noteDelivery(
        of event: Int64,
        to target: String,
        _ connection: any DatabaseConnection
    ) async throws {
        let dialect = try connection.kind.outboxDialect
        let sql = """
            INSERT INTO \(delivery.quoted) AS d (event, target, attempts, delivered_at)
            VALUES (\(dialect.placeholder(1, .any)), \(dialect.placeholder(2, .any)), 1, \(dialect.now))
            ON CONFLICT (event, target) DO UPDATE
            SET attempts = d.attempts + 1, last_error = NULL, delivered_at = excluded.delivered_at
            """
        try await connection.execute(sql, [.int(event), .text(target)])
    }

    /// Notes what became of events; one that is gone from the outbox is noted all the same.
    func mark(_ marks: [Mark], _ dialect: any OutboxDialect) -> [Statement] {
        let (first, second, third) = (
            dialect.placeholder(1, .any), dialect.placeholder(2, .any), dialect.placeholder(3, .text)
        )
        return Dictionary(grouping: marks, by: \.target).sorted { $0.key < $1.key }.flatMap { target, marks in
            marks.sorted { $0.event < $1.event }.map { mark -> Statement in
                let sql = """
                    INSERT INTO \(delivery.quoted) AS d (event, target, attempts, last_error, delivered_at)
                    VALUES (\(first), \(second), 1, \(third), \(mark.error == nil ? dialect.now : "NULL"))
                    ON CONFLICT (event, target) DO UPDATE SET attempts = d.attempts + 1,
                        last_error = excluded.last_error,
                        delivered_at = COALESCE(excluded.delivered_at, d.delivered_at)
                    """
                return (sql, [.int(mark.event), .text(target), mark.error.map { .text($0) } ?? .null])
            }
        }
    }

    /// Remembers the last event that any target has heard of.
    var rememberLast: Statement {
        let newest = """
            SELECT uuid FROM \(name.quoted)
            WHERE id = (SELECT MAX(event) FROM \(delivery.quoted) WHERE delivered_at IS NOT NULL)
            """
        return ("UPDATE \(identity.quoted) SET last_event = COALESCE((\(newest)), last_event)", [])
    }
}
