package import MigratorDatabase

/// Parts of the engine's questions, which ask in one statement for its own tables and for what waits here.
extension Outbox {
    /// The condition that any target was ever told of an event.
    package var isAnyTold: String {
        """
        EXISTS (
            SELECT 1 FROM \(delivery.quoted) WHERE delivered_at IS NOT NULL)
        """
    }

    /// The rest of a `SELECT` that gives each target that was ever told of an event, and how many events it lacks.
    ///
    /// - Parameters:
    ///   - count: How many targets are asked about beside those; their names are the first parameters.
    ///   - kind: Which database it is.
    /// - Returns: What stands behind the word, or behind other columns.
    /// - Throws: `DatabaseFailure` with code `.unsupported` if the database has no outbox.
    package func waiting(asking count: Int, on kind: DatabaseKind) throws(DatabaseFailure) -> String {
        let dialect = try kind.outboxDialect
        let asked = (0..<count).map { "UNION SELECT \(dialect.placeholder($0 + 1, .text))" }.joined(separator: " ")
        return """
            t.target, (
                SELECT count(*) FROM \(name.quoted) AS o WHERE NOT EXISTS (
                    SELECT 1 FROM \(delivery.quoted) AS d
                    WHERE d.event = o.id AND d.target = t.target AND d.delivered_at IS NOT NULL))
            FROM (
                SELECT DISTINCT target FROM \(delivery.quoted) WHERE delivered_at IS NOT NULL \(asked)
            ) AS t
            """
    }

    /// The rest of a `SELECT` that gives the last number, which every event raises; 0 before the first.
    package var lastNumber: String { "COALESCE(MAX(id), 0) FROM \(name.quoted)" }
}
