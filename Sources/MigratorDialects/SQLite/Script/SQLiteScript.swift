package import MigrationDSL
package import MigratorCore
package import MigratorDatabase
import MigratorSystem

extension SQLiteDialect {
    package func script(lockTimeout: Duration) throws(MigratorError) -> any ScriptForm {
        SQLiteScript(lockTimeout: lockTimeout)
    }
}

/// A script for `sqlite3`.
///
/// A condition that must hold is inserted into a temporary table whose checks have sentences for names: SQLite has no
/// other way to stop and say why.
package struct SQLiteScript: ScriptForm {
    private let dialect = SQLiteDialect(isTransactional: true)
    private let lockTimeout: Duration

    init(lockTimeout: Duration) {
        self.lockTimeout = lockTimeout
    }

    private static let checks = #"temp."migrator_check""#
    private static let checkable = #"temp."migrator_checkable""#
    private static let orphans = #"temp."migrator_orphans""#
    private static let newOrphans = #"temp."migrator_new_orphans""#

    package var usage: String { "sqlite3 -bail FILE < SCRIPT" }

    package var opening: [String] { [".bail on", ".timeout \(lockTimeout.milliseconds)", "PRAGMA foreign_keys = ON;"] }

    package var preparation: [String] {
        // The pragma is not asked at all where the table before it is empty.
        let found = """
            SELECT "table" AS child, "rowid" AS row, parent, count(*) AS number
            FROM \(Self.checkable) CROSS JOIN pragma_foreign_key_check GROUP BY 1, 2, 3
            """
        return cleaning + [
            """
            CREATE TABLE \(Self.checks) (
                version_rows INTEGER
                    CONSTRAINT "the version rows are not what this script expects" CHECK (version_rows),
                engine_tables INTEGER
                    CONSTRAINT "an older migrator made the engine's tables; run ensure-version first" CHECK (engine_tables),
                definition INTEGER
                    CONSTRAINT "the table is not what the history makes of it; upgrade it without --sql" CHECK (definition),
                row_count INTEGER CONSTRAINT "the rebuilt table has another number of rows" CHECK (row_count),
                types INTEGER
                    CONSTRAINT "a value is not of its column's new type; say in using: how to convert it" CHECK (types),
                foreign_keys INTEGER
                    CONSTRAINT "a row refers to one that does not exist; see PRAGMA foreign_key_check" CHECK (foreign_keys)
            )
            """,
            // As the driver, which checks none where a key names columns that nothing makes unique: SQLite cannot.
            "CREATE TABLE \(Self.checkable) AS\nSELECT 1 AS yes WHERE NOT EXISTS (\n\(Self.unmatchedKeys)\n)",
            // Rows that referred to none before are not this script's affair.
            "CREATE TABLE \(Self.orphans) AS\n\(found)",
            #"CREATE INDEX temp."migrator_orphan" ON "migrator_orphans" (child, parent, row)"#,
            """
            CREATE TEMP VIEW "migrator_new_orphans" AS
            SELECT now.child FROM (\(found.replacing("\n", with: " "))) AS now
            LEFT JOIN \(Self.orphans) AS known
                ON known.child = now.child AND known.row IS now.row AND known.parent = now.parent
            WHERE now.number > coalesce(known.number, 0)
            """,
        ]
    }

    package var cleaning: [String] {
        [
            "DROP VIEW IF EXISTS \(Self.newOrphans)", "DROP TABLE IF EXISTS \(Self.orphans)",
            "DROP TABLE IF EXISTS \(Self.checkable)",
            "DROP TABLE IF EXISTS \(Self.checks)",
        ]
    }

    package var begin: String { "BEGIN IMMEDIATE" }

    /// As the driver does before each commit.
    package var beforeCommit: [String] {
        [Self.insert("foreign_keys", "SELECT count(*) = 0 FROM \(Self.newOrphans)")]
    }

    package func foreignKeys(_ areOn: Bool) -> [String] { ["PRAGMA foreign_keys = \(areOn ? "ON" : "OFF")"] }

    /// SQLite has no `ADD COLUMN IF NOT EXISTS`.
    package var addsMissingColumns: Bool { false }

    /// The script can only say what has to be done.
    package func grow(_ column: String, _ type: String, of table: TableName) throws(MigratorError) -> [String] {
        let (name, schema) = (try literal(.text(table.name)), try literal(.text(table.schema ?? "main")))
        let isThere = "SELECT count(*) FROM pragma_table_info(\(name), \(schema)) WHERE name = '\(column)'"
        return [Self.insert("engine_tables", isThere)]
    }

    private static func insert(_ column: String, _ rows: String) -> String {
        "INSERT INTO \(checks) (\(column)) \(rows)"
    }

    package func expect(_ rows: [RevisionID], in table: TableName) throws(MigratorError) -> [String] {
        var condition = "count(*) = \(rows.count)"
        if !rows.isEmpty {
            let list = try literals(rows)
            condition += " AND count(*) FILTER (WHERE version_num IN (\(list))) = \(rows.count)"
        }
        return [Self.insert("version_rows", "SELECT \(condition) FROM \(table.quoted)")]
    }

    package func verify(_ rows: [RevisionID], in table: TableName) throws(MigratorError) -> [String] {
        try expect(rows, in: table)
    }

    package func change(
        removing removed: [RevisionID],
        adding added: [RevisionID],
        in table: TableName
    ) throws(MigratorError) -> [String] {
        var statements: [String] = []
        for row in removed {
            let literal = try literal(.text(row.rawValue))
            statements.append("DELETE FROM \(table.quoted) WHERE version_num = \(literal)")
            statements.append(Self.insert("version_rows", "VALUES (changes() = 1)"))
        }
        for row in added {
            let literal = try literal(.text(row.rawValue))
            statements.append("INSERT INTO \(table.quoted) (version_num) VALUES (\(literal))")
        }
        return statements
    }

    /// The statement that stops the script unless a condition of a rebuild holds.
    static func check(_ check: SQLiteRebuildLine.Check, _ condition: String) -> String {
        let column =
            switch check {
            case .definition: "definition"
            case .rowCount: "row_count"
            case .types: "types"
            }
        return insert(column, "VALUES (\(condition))")
    }

    package func literal(_ value: DatabaseCell) throws(MigratorError) -> String {
        switch value {
        case .text(let text), .json(let text): SQLiteShellText.literal(text)
        default: try dialect.literal(value)
        }
    }

    /// How a table is rebuilt, and which columns a view has, only SQLite itself can tell.
    package var needsTrial: Bool { true }

    package func statement(_ sql: String) throws(ScriptRefusal) -> String { try SQLiteShellText.unchanged(sql) }

    package func restoring(after statements: [String], inTransaction: Bool) -> [String] {
        SQLiteLeavings(of: statements).temporary
    }

    package func ending(after statements: [String]) -> [String] { SQLiteLeavings(of: statements).settings }

    package func load(
        into table: TableName,
        _ columns: [CatalogColumn],
        _ conflict: BulkConflict,
        _ number: Int,
        to writer: ScriptWriter
    ) -> any ScriptRows {
        InsertRows(into: table, columns, conflict, to: writer)
    }

    package func keyTable(_ number: Int, of table: TableName, _ key: [String]) -> (name: TableName, sql: String) {
        let name = TableName("migrator_rows_\(number)", schema: "temp")
        let columns = key.map(TableName.quote).joined(separator: ", ")
        return (name, "CREATE TABLE \(name.quoted) AS SELECT \(columns) FROM \(table.quoted) LIMIT 0")
    }
}
