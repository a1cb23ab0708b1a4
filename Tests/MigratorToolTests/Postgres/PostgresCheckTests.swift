import Foundation
import MigratorPostgres
import MigratorTestSupport
import Testing

extension PostgresToolTests {
    /// `check` tries the revisions on a database of its own, beside the one that it was told of.
    @Suite struct Checks {
        private let folder = TemporaryFolder("check")

        private func write(_ name: String, _ upgrade: String, parents: String = "", _ header: String = "") throws {
            let parents = parents.isEmpty ? "" : "-- parents: \(parents)\n"
            try folder.write(
                "revisions/\(name).sql",
                "-- revision: \(name)\n\(parents)\(header)\n-- upgrade\n\(upgrade)\n\n-- downgrade\n"
            )
        }

        private func check(_ database: PostgresDatabase) async throws -> ToolResult {
            let arguments = ["check", "--no-pending", "--revisions", "revisions", "--format", "json"]
            return try await Tool.finishAside(database.tool(in: folder).process(arguments))
        }

        /// The kinds of findings and their messages.
        private func findings(_ result: ToolResult) throws -> [[String]] {
            let findings = try result.json()["findings"] as? [[String: Any]] ?? []
            return findings.map { [$0["kind"] as? String ?? "", $0["message"] as? String ?? ""] }
        }

        private func expectNoScratch(_ database: PostgresDatabase) async throws {
            let left = "SELECT 1 FROM pg_database WHERE datname LIKE 'migrator_scratch_%'"
            try await poll(for: "the end of all such databases") { try await database.rows(left).isEmpty }
        }

        @Test func aRevisionThatDoesNotRunIsFoundAndNothingIsLeft() async throws {
            try await PostgresServer.withDatabase { database in
                try folder.write("revisions/rows.csv", "id,mood\n1,fine\n2,odd\n")
                try write("good", "CREATE TYPE mood AS ENUM ('fine'); CREATE TABLE t (id int PRIMARY KEY, mood mood);")
                try write("index", "CREATE INDEX CONCURRENTLY i ON t (id);", parents: "good", "-- transaction: off\n")
                try write("locks", "LOCK TABLE t; ALTER TYPE mood ADD VALUE 'odd';", parents: "index")
                try write("rows", "-- bulk-insert into t from rows.csv", parents: "locks")
                let good = try await check(database)
                #expect(good.status == 0, "\(good.output) \(good.errors)")
                #expect((try good.json()["checked"] as? [String])?.contains("broken") == true)

                try folder.write("revisions/rows.csv", "id,mod\n1,fine\n")
                try write("broken", "CREATE TABLE u (id int REFERENCES nowhere);", parents: "rows")
                let found = try await check(database)
                #expect(found.status == 3)
                let findings = try findings(found)
                #expect(findings.map { $0[0] } == ["payload", "broken"])
                #expect(findings.last?[1].contains("\"nowhere\" does not exist") == true, "\(findings)")
                // The database itself was looked at only.
                #expect(
                    try await database.rows("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'").isEmpty
                )
                try await expectNoScratch(database)
            }
        }

        /// Roles are the whole server's: a rehearsal must not make them, nor miss them.
        @Test func whatReachesBeyondTheDatabaseIsNotTriedOut() async throws {
            try await PostgresServer.withDatabase { database in
                let role = "r\(UUID().uuidString.prefix(8).lowercased())"
                try write(
                    "roles",
                    """
                    CREATE ROLE \(role);
                    GRANT pg_monitor TO \(role);
                    CREATE TABLE t (id int);
                    GRANT SELECT ON t TO \(role);
                    ALTER TABLE t OWNER TO \(role);
                    COMMENT ON TABLE t IS 'still the history''s';
                    CREATE SCHEMA elsewhere;
                    SET search_path = elsewhere;
                    SET ROLE \(role);
                    """
                )
                try write("next", "ALTER TABLE t ADD COLUMN name text;", parents: "roles")
                let result = try await check(database)
                #expect(result.status == 0, "\(result.output) \(result.errors)")
                #expect(try await database.rows("SELECT 1 FROM pg_roles WHERE rolname = '\(role)'").isEmpty)
            }
        }

        @Test func whoMayMakeNoDatabaseIsTold() async throws {
            try await PostgresServer.withDatabase { database in
                let role = "r\(UUID().uuidString.prefix(8).lowercased())"
                try await database.execute("CREATE ROLE \(role) LOGIN PASSWORD 'pw'")
                try write("broken", "SELECT nowhere();")
                let at = try #require(database.url.firstIndex(of: "@"))
                var tool = database.tool(in: folder)
                tool.environment["DATABASE_URL"] = "postgres://\(role):pw\(database.url[at...])"
                let arguments = ["check", "--no-pending", "--revisions", "revisions"]
                let said = try await Tool.finishAside(tool.process(arguments))
                let result = try await Tool.finishAside(tool.process(arguments + ["--format", "json"]))
                let required = try await Tool.finishAside(tool.process(arguments + ["--require", "drift"]))
                try await database.execute("DROP ROLE \(role)")
                #expect(result.status == 0, "\(result.errors)")
                #expect(
                    said.status == 0 && said.errors.contains("permission denied to create database"),
                    "\(said.errors)"
                )
                #expect((try result.json()["checked"] as? [String])?.contains("broken") == false)
                let skipped = try #require(try result.json()["skipped"] as? [[String: String]])
                #expect(skipped.map { $0["kind"] } == ["broken", "drift", "model"])
                for gate in skipped.prefix(2) {
                    #expect(gate["reason"]?.hasSuffix("permission denied to create database") == true, "\(gate)")
                }
                #expect(required.status == 3 && required.output.contains("it is required"), "\(required.output)")
            }
        }

        @Test func whatWasChangedByHandIsFound() async throws {
            try await PostgresServer.withDatabase { database in
                try write("good", "CREATE TABLE t (id int PRIMARY KEY, word text);")
                let tool = database.tool(in: folder)
                let folderFlags = ["--revisions", "revisions"]
                let upgrade = try await Tool.finishAside(tool.process(["upgrade", "head"] + folderFlags))
                #expect(upgrade.status == 0, "\(upgrade.errors)")
                #expect(try findings(try await check(database)).isEmpty)
                try await database.execute("ALTER TABLE t ALTER word SET NOT NULL", "CREATE INDEX hand ON t (word)")
                let result = try await check(database)
                #expect(result.status == 0, "\(result.errors)")
                let found = try result.json()["findings"] as? [[String: Any]] ?? []
                #expect(found.map { $0["kind"] as? String } == ["drift", "drift"])
                let objects = Set(found.compactMap { $0["object"] as? String })
                #expect(objects == ["public.t.word", "public.hand"], "\(objects)")
                try await expectNoScratch(database)
            }
        }

        /// Who reads the server's log must not look for a fault where there is none.
        @Test(.timeLimit(.minutes(10)))
        func aCheckLeavesNoWordInTheServersLog() async throws {
            let place = Script.serverFolder()
            let url = try await Script.run("postgres.sh", "start", place)
            do {
                try write("good", "CREATE TABLE t (id int);")
                try write("more", "CREATE INDEX i ON t (id);", parents: "good")
                let log = "\(place)/server.log"
                let before = try String(contentsOfFile: log, encoding: .utf8).count
                for _ in 0..<5 {
                    let database = try await PostgresDatabase(
                        named: "d\(UUID().uuidString.prefix(8).lowercased())",
                        on: url
                    )
                    let result = try await check(database)
                    #expect(result.status == 0, "\(result.output) \(result.errors)")
                    try await expectNoScratch(database)
                }
                let said = try String(contentsOfFile: log, encoding: .utf8).dropFirst(before)
                #expect(!said.contains("FATAL") && !said.contains("unexpected EOF"), "\(said)")
            } catch {
                _ = try? await Script.run("postgres.sh", "stop", place)
                throw error
            }
            try await Script.run("postgres.sh", "stop", place)
        }

        @Test func anInterruptedCheckLeavesNoDatabaseBehind() async throws {
            try await PostgresServer.withDatabase { database in
                try write("slow", "SELECT pg_sleep(600);")
                let arguments = ["check", "--no-pending", "--revisions", "revisions"]
                let process = database.tool(in: folder).process(arguments)
                async let run = Tool.finishAside(process)
                try await poll(for: "the slow statement") {
                    try await !database.rows(
                        """
                        SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'
                            AND datname LIKE 'migrator_scratch_%' AND application_name = '\(PostgresDatabase.runName)'
                        """
                    ).isEmpty
                }
                kill(process.processIdentifier, SIGINT)
                #expect(try await run.status == 130)
                try await expectNoScratch(database)
            }
        }
    }
}
