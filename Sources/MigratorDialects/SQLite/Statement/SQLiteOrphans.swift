import MigratorDatabase

/// The rows of a SQLite database that refer to a row that does not exist, counted by child and parent table.
///
/// A revision that is no transaction and turns foreign keys off may have such rows from one statement to the next; those
/// that were there before it began are nobody's fault.
struct SQLiteOrphans {
    private let connection: any DatabaseConnection

    init(_ connection: any DatabaseConnection) {
        self.connection = connection
    }

    /// How many there are, as `child -> parent`.
    func count() async throws -> [String: Int] {
        let sql =
            #"SELECT "table" || ' -> ' || parent AS key, count(*) AS number FROM pragma_foreign_key_check GROUP BY 1"#
        var counts: [String: Int] = [:]
        for row in try await connection.query(sql) {
            counts[try row.get("key", as: String.self)] = try row.get("number", as: Int.self)
        }
        return counts
    }

    /// Refuses more than there were before.
    ///
    /// - Throws: `DatabaseFailure` with code `.foreignKeyViolation`.
    func check(against before: [String: Int]) async throws {
        for (key, number) in try await count().sorted(by: { $0.key < $1.key }) where number > before[key, default: 0] {
            throw DatabaseFailure(
                .foreignKeyViolation,
                "\(number - before[key, default: 0]) more rows than before refer to a row that does not exist (\(key))",
                statement: "PRAGMA foreign_key_check",
                hint: "PRAGMA foreign_key_check lists all such rows; the revision has turned foreign keys off"
            )
        }
    }
}
