import Foundation
import MigratorPostgres
import MigratorTestSupport
import Testing

extension PostgresToolTests {
    /// Schemas where no empty database can be made: on a standby, and by way of a pooler.
    @Suite struct Scratches {
        private let folder = TemporaryFolder("scratches")

        private func write() throws {
            try folder.write("revisions/1.sql", "-- revision: r1\n\n-- upgrade\nCREATE TABLE t (id int);\n")
            try folder.write("one.sql", "CREATE TABLE u (a varchar(9), CONSTRAINT c CHECK (a IN ('x', 'y')));\n")
        }

        private func run(_ url: String, _ arguments: String...) async throws -> ToolResult {
            let tool = Tool(in: folder.path, environment: ["DATABASE_URL": url])
            return try await Tool.finishAside(tool.process(arguments + ["--revisions", "revisions"]))
        }

        // MARK: A standby

        @Test(.timeLimit(.minutes(10)))
        func aStandbyIsReadAndAsksAnotherServer() async throws {
            try write()
            let place = Script.serverFolder()
            let url = try await Script.run("postgres.sh", "start", place)
            do {
                let database = try await PostgresDatabase(named: "app", on: url)
                try await database.execute(
                    "CREATE TABLE u (a varchar(9), CONSTRAINT c CHECK (a IN ('x', 'y')))",
                    "CREATE VIEW v AS SELECT a FROM u"
                )
                try await Script.run("postgres.sh", "standby", place)
                let read = try await run(database.url, "inspect")
                #expect(read.status == 0 && read.output.contains("CREATE VIEW"), "\(read.errors)")
                let compared = try await run(database.url, "diff", "empty", "database")
                #expect(compared.status == 3, "\(compared.errors)")

                let replayed = try await run(database.url, "inspect", "history")
                #expect(replayed.status != 0 && replayed.output.isEmpty)
                #expect(replayed.errors.contains("cannot execute CREATE DATABASE in a read-only"), "\(replayed.errors)")
                #expect(replayed.errors.contains("another server"), "\(replayed.errors)")

                // The primary, or any other server, does it.
                let scratch = PostgresServer.url ?? ""
                let elsewhere = try await run(database.url, "inspect", "history", "--scratch", scratch)
                #expect(elsewhere.status == 0 && elsewhere.output.contains("CREATE TABLE"), "\(elsewhere.errors)")
                let told = try await run(database.url, "diff", "database", "one.sql", "--scratch", scratch)
                #expect(told.status == 3, "\(told.errors)")
                #expect(told.output.contains("view v: dropped") && !told.output.contains("check c"), "\(told.output)")
            } catch {
                _ = try? await Script.run("postgres.sh", "stop", place)
                throw error
            }
            try await Script.run("postgres.sh", "stop", place)
        }

        // MARK: A pooler

        /// Lends a database by way of a pooler, for a role that may make databases, or schemas in this one.
        private func withPooler(
            role rights: String?,
            _ body: (PostgresDatabase) async throws -> Void
        ) async throws {
            try await PostgresServer.withDatabase { database in
                let role = "pooled_\(UInt32.random(in: 0 ... .max))"
                try await database.execute(
                    "CREATE ROLE \(role) LOGIN PASSWORD 'pw' \(rights ?? "")",
                    "CREATE TABLE u (a varchar(9), CONSTRAINT c CHECK (a IN ('x', 'y')))",
                    "CREATE VIEW v AS SELECT a FROM u WHERE a IN ('x', 'y')"
                )
                let name = try await database.rows("SELECT current_database()::text")[0][0]
                if rights == nil { try await database.execute("GRANT CREATE ON DATABASE \(name) TO \(role)") }
                let at = try #require(database.url.firstIndex(of: "@"))
                let place = Script.serverFolder()
                let own = "postgres://\(role):pw\(database.url[at...])"
                let url = try await Script.run("pgbouncer.sh", "start", place, own, "transaction")
                do {
                    try await body(database.through(url))
                } catch {
                    _ = try? await Script.run("pgbouncer.sh", "stop", place)
                    throw error
                }
                try await Script.run("pgbouncer.sh", "stop", place)
                let mine = "SELECT 1 FROM pg_database WHERE datdba = '\(role)'::regrole"
                #expect(try await database.rows(mine) == [])
                try await poll(for: "the end of its sessions") {
                    try await database.rows("SELECT 1 FROM pg_stat_activity WHERE usename = '\(role)'").isEmpty
                }
                try await database.execute("DROP OWNED BY \(role)", "DROP ROLE \(role)")
            }
        }

        /// What a pooler's sessions have of their own; none of it may be a run's.
        private func settings(_ pooled: PostgresDatabase) async throws -> [[String]] {
            try await pooled.rows(
                """
                SELECT name::text, setting::text FROM pg_settings WHERE name IN ('statement_timeout', 'lock_timeout',
                    'search_path', 'check_function_bodies', 'DateStyle', 'TimeZone') ORDER BY 1
                """
            )
        }

        @Test(
            .enabled(if: Script.finds("pgbouncer.sh"), "pgbouncer is not installed"),
            arguments: ["CREATEDB", nil]
        )
        func byWayOfAPoolerNoSettingIsLeftAndNoneIsLost(_ rights: String?) async throws {
            try write()
            try await withPooler(role: rights) { pooled in
                let before = try await settings(pooled)
                // The same, as a dump has it: only a server can tell.
                let dumped = "(a)::text = ANY (ARRAY[('x'::character varying)::text, ('y'::character varying)::text])"
                try await PostgresServer.withDatabase { other in
                    try await other.execute(
                        "CREATE TABLE u (a varchar(9), CONSTRAINT c CHECK (\(dumped)))",
                        "CREATE VIEW v AS SELECT a FROM u WHERE \(dumped)"
                    )
                    for _ in 0..<3 {
                        let asked = try await run(pooled.url, "diff", "database", other.url)
                        #expect(asked.status == 0, "\(asked.output)\(asked.errors)")
                        #expect(!asked.errors.contains("may differ"), "\(asked.errors)")
                        #expect(try await settings(pooled) == before)
                    }
                }
                let replayed = try await run(pooled.url, "inspect", "history")
                if rights == nil {
                    #expect(replayed.errors.contains("permission denied to create database"), "\(replayed.errors)")
                } else {
                    #expect(replayed.status == 0 && replayed.output.contains("CREATE TABLE"), "\(replayed.errors)")
                }
                #expect(try await settings(pooled) == before)
            }
        }
    }
}
