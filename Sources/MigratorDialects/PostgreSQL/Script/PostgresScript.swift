package import MigrationDSL
package import MigratorCore
package import MigratorDatabase

extension PostgresDialect {
    /// A script leaves `lock_timeout` as the role has it that runs the script.
    package func script(lockTimeout: Duration) throws(MigratorError) -> any ScriptForm { PostgresScript() }
}

/// A script for `psql`.
package struct PostgresScript: ScriptForm {
    private let dialect = PostgresDialect(isTransactional: true)

    package var usage: String { "psql -X -f SCRIPT DATABASE" }

    package var opening: [String] { [#"\set ON_ERROR_STOP on"#, #"\set AUTOCOMMIT on"#] + settings.map { $0 + ";" } }

    /// What the texts of the script count on.
    private var settings: [String] { ["SET client_encoding = 'UTF8'", "SET standard_conforming_strings = on"] }

    /// `IF NOT EXISTS` alone would ask for the right to make tables even where there is nothing to make.
    package func tables(_ makings: [TableMaking]) throws(MigratorError) -> [String] {
        var guarded: [String] = []
        for making in makings {
            guard let table = making.table else {
                guarded.append(making.sql)
                continue
            }
            let lines = making.sql.split(separator: "\n", omittingEmptySubsequences: false)
            let indented = lines.map { "        \($0)" }.joined(separator: "\n")
            let body = """

                BEGIN
                    IF to_regclass(\(try dialect.string(table.quoted))) IS NULL THEN
                \(indented);
                    END IF;
                END

                """
            guarded.append("DO \(Self.dollarQuoted(body))")
        }
        return guarded
    }

    /// `IF NOT EXISTS` alone would ask for the right to alter the table even where there is nothing to add.
    package func grow(_ column: String, _ type: String, of table: TableName) throws(MigratorError) -> [String] {
        let body = """

            BEGIN
                IF NOT EXISTS (SELECT FROM pg_catalog.pg_attribute
                    WHERE attrelid = to_regclass(\(try dialect.string(table.quoted))) AND attname = '\(column)') THEN
                    ALTER TABLE \(table.quoted) ADD COLUMN \(column) \(type);
                END IF;
            END

            """
        return ["DO \(Self.dollarQuoted(body))"]
    }

    package func expect(_ rows: [RevisionID], in table: TableName) throws(MigratorError) -> [String] {
        let message = "the database is at %, and this part of the script is for one at %"
        // Alembic takes no lock of its own, so its table is held against all who write to it.
        return ["LOCK TABLE \(table.quoted) IN SHARE ROW EXCLUSIVE MODE", try stop(message, unless: rows, in: table)]
    }

    package func verify(_ rows: [RevisionID], in table: TableName) throws(MigratorError) -> [String] {
        let message = "the version rows are %, and the script has %: its own SQL or a trigger has changed them"
        // Triggers that wait for the end of the transaction run before.
        return ["SET CONSTRAINTS ALL IMMEDIATE", try stop(message, unless: rows, in: table)]
    }

    private func stop(
        _ message: String,
        unless rows: [RevisionID],
        in table: TableName
    ) throws(MigratorError) -> String {
        var condition = "(SELECT count(*) FROM \(table.quoted)) <> \(rows.count)"
        if !rows.isEmpty {
            let list = try literals(rows)
            condition +=
                "\n        OR (SELECT count(*) FROM \(table.quoted) WHERE version_num IN (\(list))) <> \(rows.count)"
        }
        let found = "(SELECT coalesce(string_agg(version_num, ', '), 'base') FROM \(table.quoted))"
        let body = """

            BEGIN
                IF \(condition) THEN
                    RAISE EXCEPTION '\(message)',
                        \(found), \(try dialect.string(position(of: rows)));
                END IF;
            END

            """
        return "DO \(Self.dollarQuoted(body))"
    }

    package func change(
        removing removed: [RevisionID],
        adding added: [RevisionID],
        in table: TableName
    ) throws(MigratorError) -> [String] {
        guard !removed.isEmpty else {
            return try added.map { row throws(MigratorError) in try insert(row, table) }
        }
        var lines: [String] = []
        for row in removed {
            let literal = try dialect.string(row.rawValue)
            lines.append("DELETE FROM \(table.quoted) WHERE version_num = \(literal);")
            lines.append("GET DIAGNOSTICS changed = ROW_COUNT;")
            lines.append("IF changed <> 1 THEN")
            lines.append(
                "    RAISE EXCEPTION 'the version row % was expected once and found % times', \(literal), changed;"
            )
            lines.append("END IF;")
        }
        for row in added { lines.append(try insert(row, table) + ";") }
        let body =
            "\nDECLARE\n    changed bigint;\nBEGIN\n" + lines.map { "    \($0)\n" }.joined() + "END\n"
        return ["DO \(Self.dollarQuoted(body))"]
    }

    private func insert(_ row: RevisionID, _ table: TableName) throws(MigratorError) -> String {
        "INSERT INTO \(table.quoted) (version_num) VALUES (\(try dialect.string(row.rawValue)))"
    }

    private static func dollarQuoted(_ body: String) -> String {
        var tag = "$migrator"
        while !body.utf8.ranges(of: tag.utf8).isEmpty { tag += "_" }
        return "\(tag)$\(body)\(tag)$"
    }

    package func statement(_ sql: String) throws(ScriptRefusal) -> String { PostgresShellText.statement(sql) }

    package func literal(_ value: DatabaseCell) throws(MigratorError) -> String {
        try dialect.literal(value)
    }

    /// `psql` would print what a SELECT gives, and a script prints nothing but its errors.
    package func calling(_ function: String) -> String {
        "DO \(Self.dollarQuoted(" BEGIN PERFORM \(function); END "))"
    }

    package func keepsRole(after statements: [String]) -> Bool {
        restoring(after: statements, inTransaction: true).isEmpty
    }

    package func restoring(after statements: [String], inTransaction: Bool) -> [String] {
        let words = statements.map { sql in StatementWords(sql, kind: .postgres).map { $0.keywords(0..<$0.count) } }
        func begins(with any: Set<String>) -> Bool {
            words.contains { $0.map { any.contains($0.first ?? "") } ?? true }
        }
        func has(_ any: Set<String>) -> Bool { words.contains { $0.map { !any.isDisjoint(with: $0) } ?? true } }
        // The text of a block, or of a procedure that is called, is not read: it may do all of it.
        let isHidden = begins(with: ["do", "call"])
        var restoring: [String] = []
        if isHidden || begins(with: ["set", "reset", "discard"]) || has(["set_config"]) {
            restoring += ["RESET ROLE", "RESET ALL"] + settings
        }
        if isHidden || has(["temp", "temporary", "pg_temp"]) {
            // PostgreSQL drops no table for which a deferred trigger is still to run.
            if inTransaction { restoring.append("SET CONSTRAINTS ALL IMMEDIATE") }
            restoring.append("DISCARD TEMP")
        }
        if begins(with: ["declare"]) { restoring.append("CLOSE ALL") }
        if begins(with: ["prepare"]) { restoring.append("DEALLOCATE ALL") }
        if begins(with: ["listen"]) { restoring.append("UNLISTEN *") }
        if has(["nextval", "setval", "currval", "lastval"]) { restoring.append("DISCARD SEQUENCES") }
        return restoring
    }

    package func load(
        into table: TableName,
        _ columns: [CatalogColumn],
        _ conflict: BulkConflict,
        _ number: Int,
        to writer: ScriptWriter
    ) -> any ScriptRows {
        CopyRows(into: table, columns, conflict, number, to: writer)
    }

    package func keyTable(_ number: Int, of table: TableName, _ key: [String]) -> (name: TableName, sql: String) {
        let name = TableName("migrator_rows_\(number)", schema: "pg_temp")
        let columns = key.map(TableName.quote).joined(separator: ", ")
        return (
            name,
            "CREATE TEMPORARY TABLE \(TableName.quote(name.name)) AS SELECT \(columns) FROM \(table.quoted) WITH NO DATA"
        )
    }
}
