package import MigratorDatabase

extension Outbox {
    /// The number of rows that are kept, at any age.
    static let keptRows = 1000
    /// The number of days for which rows are kept, in any number.
    static let keptDays = 7

    /// Deletes rows that are old, are not among the last, and were delivered to all targets that ever had a delivery;
    /// and their deliveries.
    package func prune(_ kind: DatabaseKind) throws(DatabaseFailure) -> [Statement] {
        let dialect = try kind.outboxDialect
        return [
            (
                """
                WITH heard AS MATERIALIZED (SELECT DISTINCT target FROM \(delivery.quoted) \
                WHERE delivered_at IS NOT NULL)
                DELETE FROM \(name.quoted) AS o WHERE \(dialect.isOlder(thanDays: Self.keptDays))
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
}
