import Foundation
import MigratorTestSupport
import Testing

extension PostgresToolTests {
    /// The program before its server is up, and before its database is there.
    struct ServerWaitToolTests {
        private let folder = TemporaryFolder("wait")

        private func url(_ database: PostgresDatabase, _ change: (inout URLComponents) -> Void) throws -> String {
            var parts = try #require(URLComponents(string: database.url))
            change(&parts)
            return try #require(parts.string)
        }

        private func tool(_ url: String) throws -> Tool {
            try folder.write("revisions/1.sql", "-- revision: aaaa\n-- upgrade\nCREATE TABLE a (id integer);\n")
            return Tool(
                in: folder.path,
                environment: ["DATABASE_URL": url, "MIGRATOR_REVISIONS": "revisions", "REDIS_ENABLED": "false"]
            )
        }

        @Test func aServerThatComesUpIsReached() async throws {
            try await PostgresServer.withDatabase { database in
                let proxy = try PostgresProxy(to: database.url)
                proxy.refuse()
                let tool = try tool(proxy.proxied)
                async let upgrade = tool.runAside("upgrade", "head", "--wait", "600")
                async let current = tool.runAside("current", "--wait", "600")
                try await poll(for: "attempts of both") { proxy.refusals >= 6 }
                proxy.admit()
                let (up, now) = try await (upgrade, current)
                proxy.stop()
                #expect(up.status == 0 && up.errors.contains("waiting for the server, up to 10 min"), "\(up.errors)")
                #expect(now.status == 0, "\(now.errors)")
                #expect(try await database.rows("SELECT version_num FROM alembic_version") == [["aaaa"]])
            }
        }

        @Test func withoutTheFlagNothingIsWaitedFor() async throws {
            try await PostgresServer.withDatabase { database in
                let proxy = try PostgresProxy(to: database.url)
                proxy.refuse()
                let result = try await tool(proxy.proxied).runAside("upgrade", "head")
                proxy.stop()
                #expect(result.status == 5 && proxy.refusals == 1, "\(result.errors)")
            }
        }

        /// A test that waited would hang.
        @Test func anAnswerEndsItAtOnce() async throws {
            try await PostgresServer.withDatabase { database in
                for change: (inout URLComponents) -> Void in [
                    { $0.user = "nobody_here" }, { $0.path = "/nowhere_\(UUID().uuidString.lowercased())" },
                ] {
                    let result = try await tool(url(database, change)).runAside("upgrade", "head", "--wait", "86400")
                    #expect(result.status == 5 && !result.errors.contains("waiting for"), "\(result.errors)")
                }
            }
        }

        @Test func theDatabaseIsMadeIfThatIsSaid() async throws {
            try await PostgresServer.withDatabase { database in
                let name = "made \"\(UUID().uuidString.prefix(8).lowercased())"
                let other = try url(database) { $0.path = "/\(name)" }
                let tool = try tool(other)
                let arguments = ["upgrade", "head", "--create-database"]
                async let first = Tool.finishAside(tool.process(arguments))
                async let second = Tool.finishAside(tool.process(arguments))
                let results = try await [first, second]
                let again = try await tool.runAside("ensure-version", "--create-database")
                let rows = try await PostgresDatabase(at: other).rows("SELECT version_num FROM alembic_version")
                try await database.execute("DROP DATABASE \"\(name.replacing("\"", with: "\"\""))\" WITH (FORCE)")
                for result in results { #expect(result.status == 0, "\(result.errors)") }
                #expect(again.status == 0 && !again.errors.contains("made"), "\(again.errors)")
                #expect(rows == [["aaaa"]])
            }
        }

        @Test func aRoleThatMayMakeNoneIsToldSo() async throws {
            try await PostgresServer.withDatabase { database in
                let role = "r\(UUID().uuidString.prefix(8).lowercased())"
                try await database.execute("CREATE ROLE \(role) LOGIN PASSWORD 'pw'")
                let other = try url(database) { parts in
                    (parts.user, parts.password, parts.path) = (role, "pw", "/\(role)_missing")
                }
                let result = try await tool(other).runAside("upgrade", "head", "--create-database")
                try await database.execute("DROP ROLE \(role)")
                #expect(result.status == 5, "\(result.errors)")
                #expect(result.errors.contains("could not be made: permission denied to create database"))
                #expect(!result.errors.contains("pw@"))
            }
        }

        @Test func whatRunsNothingMakesNoDatabase() throws {
            for flag in ["--sql", "--dry-run"] {
                let result = try tool("postgres://nowhere.invalid/x").run("upgrade", "head", "--create-database", flag)
                #expect(result.status == 64, "\(result.errors)")
            }
        }
    }
}
