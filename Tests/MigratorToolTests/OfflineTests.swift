import Foundation
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

/// `--sql`, by the main command and the shell of SQLite.
struct OfflineTests {
    private let folder = TemporaryFolder("offline")

    private func tool(_ file: String) -> Tool {
        Tool(in: folder.path, environment: ["DATABASE_URL": "sqlite:\(file)", "REDIS_ENABLED": "false"])
    }

    private func run(_ script: String, on file: String) throws -> ToolResult {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sqlite3", "\(folder.path)/\(file)", ".read '\(try folder.write("script.sql", script))'"]
        return try Tool.finish(process)
    }

    /// The schema, and all rows save the times at which they were made.
    private func dump(_ file: String) async throws -> [String] {
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(folder.path)/\(file)"))
        var dump = try await connection.query("SELECT name, sql FROM sqlite_schema ORDER BY type, name").map {
            "\($0.values)"
        }
        for table in try await connection.query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") {
            let name = try table.get("name", as: String.self)
            let names = try await connection.query("SELECT name FROM pragma_table_info(?)", [.text(name)]).map {
                try $0.get("name", as: String.self)
            }
            let made = ["uuid", "duration_ms", "row_count", "last_activity", "at"]
            let kept = names.filter {
                !$0.hasSuffix("_at") && !made.contains($0) && (name != "migrator_identity" || $0 != "id")
            }.map { column in
                name == "migrator_outbox" && column == "event"
                    ? "json_remove(event, '$.uuid')" : "quote(\(TableName.quote(column)))"
            }
            let line = kept.joined(separator: " || ', ' || ")
            dump += try await connection.query("SELECT \(line) AS line FROM \(TableName.quote(name)) ORDER BY 1").map {
                "\(name): " + (try $0.get("line", as: String.self))
            }
        }
        await connection.close()
        return dump
    }

    @Test func theECSHistoryGoesUpAndDownByScripts() async throws {
        let online = tool("online.db")
        let steps = [
            ("upgrade", "9f94d908afb9", "9f94d908afb9"), ("upgrade", "9f94d908afb9:head", "head"),
            ("downgrade", "head:cc04580c04ef", "cc04580c04ef"), ("downgrade", "cc04580c04ef:base", "base"),
        ]
        for (verb, range, target) in steps {
            // The file that is named need not be there, and is not made.
            let script = try tool("nowhere.db").run(verb, range, "--sql")
            #expect(script.status == 0, "\(script.errors)")
            #expect(script.errors.isEmpty)
            let result = try run(script.output, on: "offline.db")
            #expect(result.status == 0 && result.output.isEmpty, "\(result.errors)")
            #expect(try online.run(verb, target).status == 0)
            #expect(try await dump("offline.db") == dump("online.db"), "\(range)")
        }
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/nowhere.db"))
    }

    @Test func aScriptForPostgresNeedsNoServer() throws {
        let postgres = Tool(
            in: folder.path,
            environment: ["DATABASE_URL": "postgres://user:pa55w0rd@nowhere.invalid/x"]
        )
        let script = try postgres.run("upgrade", "head", "--sql")
        #expect(script.status == 0, "\(script.errors)")
        #expect(script.output.contains(#"COPY "naming_spirits" ("id", "name", "#))
        #expect(script.output.contains("\\set ON_ERROR_STOP on\n"))
        #expect(!script.output.contains("pa55w0rd"))
        #expect(
            try postgres.run("ensure-version", "--sql").output.contains("-- GRANT SELECT, INSERT, UPDATE, DELETE ON")
        )
        #expect(try postgres.run("stamp", "--sql", "9f94:head").output.contains("DELETE FROM \"alembic_version\""))
    }

    @Test func theObjectHoldsTheScript() throws {
        let tool = tool("nowhere.db")
        let result = try tool.run("upgrade", "9f94:22eb", "--sql", "--format", "json")
        let report = try result.json()
        #expect(report["dry_run"] as? Bool == true)
        #expect(report["heads"] as? [String] == ["22ebdcff71c4"])
        let steps = try #require(report["steps"] as? [[String: Any]])
        #expect(steps.count == 1)
        let sql = try #require(steps[0]["sql"] as? [String])
        #expect(sql.contains("COMMIT;"))
        #expect(sql.count { $0.hasPrefix("UPDATE \"naming_spirits\"") } == 50)
        let stamp = try tool.run("stamp", "9f94:head", "--sql", "--format", "json").json()
        #expect(stamp["removed"] as? [String] == ["9f94d908afb9"])
        #expect((stamp["sql"] as? [String])?.contains("COMMIT;") == true)
        let ensure = try tool.run("ensure-version", "--sql", "--format", "json").json()
        #expect((ensure["sql"] as? [String])?.count ?? 0 > 4)
    }

    @Test(arguments: [
        ["upgrade", "head", "--sql", "--dry-run"], ["downgrade", "head:base", "--dry-run", "--sql"],
        ["stamp", "head", "--sql", "--dry-run"], ["upgrade", "head", "--sql", "--database", "nonsense:x"],
    ])
    func whatCannotBeMeantIsAUsageError(_ arguments: [String]) throws {
        let result = try tool("nowhere.db").run(arguments)
        #expect(result.status == 64)
        #expect(result.output.isEmpty)
    }

    @Test func aDowngradeHasToSayWhereItBegins() throws {
        let result = try tool("nowhere.db").run("downgrade", "base", "--sql")
        #expect(result.status == 1)
        #expect(result.errors.contains("downgrade with --sql requires <fromrev>:<torev>"))
        #expect(result.output.isEmpty)
    }
}
