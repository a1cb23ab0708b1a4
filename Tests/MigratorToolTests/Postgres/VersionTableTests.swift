import Foundation
import MigratorTestSupport
import Testing

extension PostgresToolTests {
    /// Two version tables in one schema are two histories.
    @Suite struct VersionTables {
        private let folder = TemporaryFolder("histories")

        private func write(_ name: String, count: Int) throws {
            for index in 0..<count {
                let parent = index == 0 ? "" : "-- parents: \(name)\(index - 1)\n"
                try folder.write(
                    "\(name)/\(index).sql",
                    """
                    -- revision: \(name)\(index)
                    \(parent)
                    -- upgrade
                    CREATE TABLE \(name)_\(index) (i int);
                    SELECT pg_sleep(0.05);

                    -- downgrade
                    DROP TABLE \(name)_\(index);
                    """
                )
            }
        }

        @Test(arguments: [["va", "vb"], ["alembic_version", "vb"], ["va", String(repeating: "v", count: 60)]])
        func theirRunsGoOnBesideEachOther(_ tables: [String]) async throws {
            try await PostgresServer.withDatabase { database in
                let names = ["a", "b"]
                for name in names { try write(name, count: 6) }
                let tool = database.tool(in: folder)
                for round in 0..<Rounds.count(reduced: 2, full: 20) {
                    for verb in [["upgrade", "head"], ["downgrade", "base"]] {
                        let results = try await withThrowingTaskGroup(of: ToolResult.self) { group in
                            for (name, table) in zip(names, tables) {
                                let options = ["--revisions", name, "--version-table", table, "--format", "json"]
                                group.addTask { try await Tool.finishAside(tool.process(verb + options)) }
                            }
                            return try await group.reduce(into: []) { $0.append($1) }
                        }
                        for result in results {
                            #expect(result.status == 0, "round \(round): \(result.errors)")
                            #expect((try result.json()["steps"] as? [Any])?.count == 6)
                        }
                    }
                }
            }
        }

        @Test func aRoleThatMayNotLetTheTablesGrowIsToldOnceOnStandardError() async throws {
            try await PostgresServer.withDatabase { database in
                try write("a", count: 2)
                let role = "limited_\(UUID().uuidString.prefix(8).lowercased())"
                let administrator = database.tool(in: folder)
                #expect(try await administrator.runAside("ensure-version").status == 0)
                try await database.execute(
                    "ALTER TABLE migrator_journal DROP COLUMN version_table",
                    "CREATE ROLE \(role)",
                    "GRANT CREATE ON SCHEMA public TO \(role)",
                    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO \(role)"
                )
                var tool = database.tool(in: folder)
                tool.environment["DATABASE_URL"] = database.url("options=-c%20role%3D\(role)")
                for arguments in [
                    ["upgrade", "a1", "--revisions", "a"], ["stamp", "a0", "--revisions", "a"], ["ensure-version"],
                ] {
                    let result = try await Tool.finishAside(tool.process(arguments))
                    #expect(result.status == 0, "\(result.errors)")
                    let told = result.errors.split(separator: "\n").filter { $0.contains("ADD COLUMN") }
                    #expect(told.count == 1, "\(arguments): \(result.errors)")
                    #expect(!result.output.contains("ADD COLUMN"))
                }
                // What there is nothing to do for, says nothing.
                let result = try await Tool.finishAside(tool.process(["upgrade", "a0", "--revisions", "a"]))
                #expect(result.status == 0 && !result.errors.contains("ADD COLUMN"), "\(result.errors)")
                // An administrator's run of the script is all it takes.
                let script = try await administrator.runAside("ensure-version", "--sql").output
                #expect(script.contains(#"ADD COLUMN IF NOT EXISTS version_table varchar(255);"#))
                let file = try folder.write("ensure.sql", script)
                let psql = Process()
                psql.executableURL = URL(fileURLWithPath: "/usr/bin/env")
                psql.arguments = ["psql", "-qX", "-f", file, database.url]
                let run = try await Tool.finishAside(psql)
                #expect(run.status == 0, "\(run.errors)")
                try await database.execute("DROP TABLE a_1")
                let last = try await Tool.finishAside(tool.process(["upgrade", "a1", "--revisions", "a"]))
                #expect(last.status == 0 && !last.errors.contains("ADD COLUMN"), "\(last.errors)")
                try await database.execute("DROP OWNED BY \(role) CASCADE", "DROP ROLE \(role)")
            }
        }
    }
}
