package import MigratorDatabase

/// A rebuild of a table as a revision in SQL does it.
package struct SQLiteRebuildText: Sendable {
    /// The statements, in order.
    package let statements: [String]
    /// Whether foreign keys must be off before the transaction begins.
    package let needsForeignKeysOff: Bool
}

extension SQLiteRebuild {
    /// Makes the changes in the open transaction, and returns the statements by which a revision makes them elsewhere.
    ///
    /// The table is what the history makes of it, so that its definition is not checked again. Values that its new
    /// types do not hold stop the revision.
    /// - Throws: As ``run(on:)``.
    package func written(on connection: any DatabaseConnection) async throws -> SQLiteRebuildText {
        let pass = try await make(on: connection)
        var statements: [String] = []
        for line in pass.script {
            switch line {
            case .statement(let sql): statements.append(sql)
            case .check(.types, let condition): statements += Self.check(condition)
            case .check(.definition, _), .check(.rowCount, _): break
            }
        }
        return SQLiteRebuildText(statements: statements, needsForeignKeysOff: needsForeignKeysOff)
    }

    /// SQLite has no other way to stop and say why.
    private static func check(_ condition: String) -> [String] {
        [
            """
            CREATE TEMP TABLE "migrator_check" (
                "types" INTEGER
                    CONSTRAINT "a value is not of its column's new type; say how it is converted" CHECK ("types")
            )
            """,
            "INSERT INTO temp.\"migrator_check\" VALUES (\(condition))",
            "DROP TABLE temp.\"migrator_check\"",
        ]
    }
}
