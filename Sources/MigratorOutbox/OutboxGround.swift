package import MigratorDatabase

/// The signs by which an anchor knows an outbox again, in one kind of database; remembers answers that do not change.
package protocol OutboxGround: Sendable {
    /// Asks for the last rows, and for what a restore cannot fake.
    ///
    /// - Throws: `DatabaseFailure`, with code `.undefinedObject` if there is no outbox.
    mutating func look(_ question: OutboxQuestion, _ connection: any DatabaseConnection) async throws -> OutboxSight
    /// Whether the database's file was replaced since the first look; one that is gone is waited for.
    func isReplaced() -> Bool
    /// Forgets what is true of the connection alone, as the next look comes over another one.
    mutating func reconnect()
}

/// The result of an anchor's look.
package struct OutboxSight {
    /// The last rows, each with what was asked beside them; one without a UUID is none.
    package var rows: [DatabaseRow]
    /// What tells the database from a copy.
    package var place: DatabasePlace
    /// The version of the schema, on SQLite; 0 elsewhere.
    package var layout: Int64

    /// Creates it.
    package init(rows: [DatabaseRow], place: DatabasePlace, layout: Int64) {
        self.rows = rows
        self.place = place
        self.layout = layout
    }
}

/// The questions of an anchor's look.
package struct OutboxQuestion {
    package let outbox: TableName
    /// The database's identity, as a column `identity`.
    package let identity: String
    /// The lowest number of the rows that it stands on; null for the last rows that there are.
    package let low: DatabaseCell
    /// How many last rows that are.
    package let depth: Int
    /// Further columns to ask in the same snapshot, on PostgreSQL, with their parameters from `$1` on.
    package let columns: [String]
    /// The parameters of these columns.
    package let parameters: [DatabaseCell]

    /// One statement, so one snapshot: the columns beside the rows are repeated with each row.
    ///
    /// Of a row `o` it asks for the UUID and the stamp, which tells the transaction that wrote it, both as text; the
    /// row's number is not below the parameter `low`.
    package func statement(asking alone: [String], uuid: String, stamp: String, low: String) -> String {
        """
        SELECT o.id, \(uuid) AS uuid, \(stamp) AS stamp, s.* FROM (SELECT \(alone.joined(separator: ", "))) AS s
        LEFT JOIN \(outbox.quoted) AS o ON o.id >= COALESCE(\(low), (
            SELECT min(id) FROM (SELECT id FROM \(outbox.quoted) ORDER BY id DESC LIMIT \(depth)) AS last), 0)
        ORDER BY o.id
        """
    }
}
