package import MigratorDatabase

extension Outbox {
    /// So many rows are kept, however old they are.
    static let keptRows = 1000
    /// So long rows are kept, however many they are.
    static let keptDays = 7

    /// Forgets rows that are old, not among the last and known to all who ever heard of one; and their deliveries.
    package func prune(_ kind: DatabaseKind) -> [Statement] {
        [
            (
                """
                WITH heard AS MATERIALIZED (SELECT DISTINCT target FROM \(delivery.quoted) \
                WHERE delivered_at IS NOT NULL)
                DELETE FROM \(name.quoted) AS o WHERE \(kind.outboxDialect.isOlder(thanDays: Self.keptDays))
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
