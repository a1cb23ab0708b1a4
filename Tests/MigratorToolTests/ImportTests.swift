import Foundation
import MigratorTestSupport
import Testing

/// The verbs `import` and `adopt` as a user types them.
struct ImportTests {
    private let folder = TemporaryFolder("import")
    private var tool: Tool { Tool(in: folder.path) }

    private func run(_ arguments: String...) throws -> ToolResult {
        try tool.run(arguments + ["--database", "sqlite:test.db"])
    }

    private func write() throws {
        try folder.write(
            "theirs/1_first.sql",
            "-- +goose Up\r\nCREATE TABLE a (id INTEGER PRIMARY KEY);\r\n-- +goose Down\r\nDROP TABLE a;\r\n"
        )
        try folder.write(
            "theirs/2_second one.sql",
            "-- +goose Up\nALTER TABLE a ADD COLUMN b TEXT;\n-- +goose Down\nALTER TABLE a DROP COLUMN b;"
        )
    }

    private func imported() throws {
        try write()
        let result = try run("import", "goose", "theirs", "--into", "ours")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output == "ours/1_first.sql\nours/2_second_one.sql\n")
    }

    /// Runs statements in the database.
    private func execute(_ sql: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sqlite3", "\(folder.path)/test.db", sql]
        let result = try Tool.finish(process)
        #expect(result.status == 0, "\(result.errors)")
    }

    /// A database as goose leaves it.
    private func gooseHasRun(_ versions: Int...) throws {
        var sql = """
            CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER NOT NULL,
              is_applied INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now')));
            INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1);
            CREATE TABLE a (id INTEGER PRIMARY KEY);
            ALTER TABLE a ADD COLUMN b TEXT;
            """
        for version in versions {
            sql += "INSERT INTO goose_db_version (version_id, is_applied) VALUES (\(version), 1);"
        }
        try execute(sql)
    }

    private func rows() throws -> [String] {
        let current = try run("current", "--revisions", "ours", "--format", "json")
        return try current.json()["heads"] as? [String] ?? []
    }

    @Test func importedRevisionsRunInBothDirections() throws {
        try imported()
        for target in [["upgrade", "head"], ["downgrade", "base"], ["upgrade", "head"]] {
            let result = try tool.run(target + ["--revisions", "ours", "--database", "sqlite:test.db"])
            #expect(result.status == 0, "\(target): \(result.errors)")
        }
        #expect(try rows() == ["2"])
        #expect(try run("check", "--revisions", "ours").status == 0)
    }

    @Test func whatIsLeftIsListedAndTheRestIsWritten() throws {
        try write()
        try folder.write("theirs/3_go.go", "package x")
        let result = try run("import", "goose", "theirs", "--into", "ours", "--format", "json")
        #expect(result.status == 3, "\(result.errors)")
        let left = try #require(try result.json()["left"] as? [[String: Any]])
        #expect(left.map { $0["file"] as? String } == ["theirs/3_go.go"])
        let stopped = try run("upgrade", "head", "--revisions", "ours")
        #expect(stopped.status == 1 && stopped.errors.contains("not imported: 3_go.go"), "\(stopped.errors)")
        #expect(try rows() == ["2"])
    }

    @Test func aFileThatCannotBeReadWritesNothing() throws {
        try write()
        try folder.write("theirs/3_bad.sql", "SELECT 1;\n")
        let result = try run("import", "goose", "theirs", "--into", "ours")
        #expect(result.status == 1 && result.errors.contains("theirs/3_bad.sql:1:1: a statement before"))
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/ours"))
    }

    @Test func whatIsThereIsNeverTouched() throws {
        try imported()
        let again = try run("import", "goose", "theirs", "--into", "ours")
        #expect(again.status == 1 && again.output.isEmpty, "\(again.errors)")
        let dry = try run("import", "goose", "theirs", "--into", "elsewhere", "--dry-run")
        #expect(dry.status == 0 && dry.output == "elsewhere/1_first.sql\nelsewhere/2_second_one.sql\n")
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/elsewhere"))
    }

    @Test(arguments: [
        (["import", "rails", "theirs", "--into", "x"], 64), (["import", "goose", "theirs"], 64),
        (["import", "goose", "--into", "x"], 64), (["import", "goose", "nowhere", "--into", "x"], 1),
        (["import", "goose", "theirs", "--into", "x", "-x", "a=b"], 64),
        (["import", "grdb", "theirs", "--into", "x"], 64), (["import", "grdb", "--into", "x"], 1),
        (["import", "alembic", "theirs", "--into", "x"], 1), (["import", "dbmate", "theirs", "--into", "x"], 1),
        (["adopt", "--revisions", "nowhere"], 1),
    ])
    func badInputIsAClearErrorAndWritesNothing(arguments: [String], status: Int) throws {
        try folder.write("theirs/README.md", "nothing")
        let result = try tool.run(arguments + ["--database", "sqlite:test.db"])
        #expect(Int(result.status) == status, "\(result.errors)")
        #expect(!result.errors.isEmpty && result.output.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/x"))
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/test.db"))
    }

    @Test func aDatabaseOfGooseIsTakenOverAndGivenBack() throws {
        try imported()
        try gooseHasRun(1, 2)
        let dry = try run("adopt", "--revisions", "ours", "--dry-run")
        #expect(dry.status == 0 && dry.output.contains("would take over 2 revisions of goose"), "\(dry.errors)")
        #expect(try rows().isEmpty)
        let result = try run("adopt", "--revisions", "ours", "--format", "json")
        #expect(result.status == 0, "\(result.errors)")
        #expect(try result.json()["heads"] as? [String] == ["2"])
        #expect(try rows() == ["2"])
        #expect(try run("check", "--revisions", "ours", "--exclude", "table:goose_db_version").status == 0)
        let again = try run("adopt", "--revisions", "ours")
        #expect(again.status == 1 && again.errors.contains("there is nothing to adopt"), "\(again.errors)")
        #expect(try run("stamp", "--purge", "base", "--revisions", "ours").status == 0)
        #expect(try rows().isEmpty)
    }

    @Test func aDatabaseThatIsNotWhatTheRevisionsMakeIsRefused() throws {
        try imported()
        try gooseHasRun(1)
        let result = try run("adopt", "--revisions", "ours")
        #expect(result.status == 3, "\(result.errors)")
        #expect(result.output.contains("column a.b"))
        #expect(try rows().isEmpty)
    }

    @Test func unknownAndMissingMigrationsAreRefused() throws {
        try imported()
        try gooseHasRun(2)
        let gap = try run("adopt", "--revisions", "ours")
        #expect(gap.status == 1 && gap.errors.contains("goose has run 2 and not 1"), "\(gap.errors)")
        try execute("INSERT INTO goose_db_version (version_id, is_applied) VALUES (7, 1);")
        let unknown = try run("adopt", "--revisions", "ours")
        #expect(unknown.status == 6 && unknown.errors.contains("'7' was run"), "\(unknown.errors)")
        // What was taken back was not run.
        try execute("INSERT INTO goose_db_version (version_id, is_applied) VALUES (7, 0), (1, 1);")
        #expect(try run("adopt", "--revisions", "ours").status == 0)
    }

    @Test(arguments: [
        (
            "golang-migrate",
            "CREATE TABLE schema_migrations (version INTEGER, dirty INTEGER);"
                + "INSERT INTO schema_migrations VALUES (1, 1);", "dirty at 1"
        ),
        (
            "sqlx",
            "CREATE TABLE _sqlx_migrations (version BIGINT, description TEXT, success BOOLEAN, checksum BLOB);"
                + "INSERT INTO _sqlx_migrations VALUES (1, 'x', 0, x'00');", "1 did not succeed"
        ),
        (
            "flyway",
            "CREATE TABLE flyway_schema_history (installed_rank INT, version TEXT, type TEXT, script TEXT, "
                + "success BOOLEAN); INSERT INTO flyway_schema_history VALUES (1, '1', 'SQL', 'V1__x.sql', 0);",
            "1 failed"
        ),
    ])
    func whatFailedIsRefused(format: String, table: String, message: String) throws {
        let name = ["golang-migrate": "1_x.up.sql", "sqlx": "1_x.sql", "flyway": "V1__x.sql"][format] ?? ""
        try folder.write("theirs/\(name)", "CREATE TABLE a (id INTEGER PRIMARY KEY);\n")
        #expect(try run("import", format, "theirs", "--into", "ours").status == 0)
        try execute(table + "CREATE TABLE a (id INTEGER PRIMARY KEY);")
        let result = try run("adopt", "--revisions", "ours")
        #expect(result.status == 6 && result.errors.contains(message), "\(result.errors)")
        let mended = [
            "golang-migrate": "schema_migrations SET dirty = 0", "sqlx": "_sqlx_migrations SET success = 1",
            "flyway": "flyway_schema_history SET success = 1",
        ]
        try execute("UPDATE \(mended[format] ?? "")")
        let adopted = try run("adopt", "--revisions", "ours")
        #expect(adopted.status == 0, "\(adopted.errors)")
        #expect(try rows() == ["1"])
    }

    @Test func namesAloneBecomeOneRevisionThatMakesTheSchema() throws {
        try execute(
            "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);"
                + "INSERT INTO grdb_migrations VALUES ('v1'), ('a, b'); CREATE TABLE a (id INTEGER PRIMARY KEY);"
        )
        let result = try run("import", "grdb", "--into", "ours", "--format", "json")
        #expect(result.status == 0, "\(result.errors)")
        let revisions = try #require(try result.json()["revisions"] as? [[String: Any]])
        #expect(revisions.count == 1)
        let path = try #require(revisions[0]["path"] as? String)
        let text = try String(contentsOfFile: "\(folder.path)/\(path)", encoding: .utf8)
        #expect(text.contains("CREATE TABLE") && !text.contains("grdb_migrations ("))
        #expect(try run("adopt", "--revisions", "ours").status == 0)
        let id = try #require(revisions[0]["revision"] as? String)
        #expect(try rows() == [id])
    }
}
