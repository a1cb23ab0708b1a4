import Foundation
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

/// `CACHE_FALLBACK=disk` without Redis: what one command has loaded the next one finds, until the outbox says otherwise.
struct DiskTierTests {
    private let folder = TemporaryFolder("disk-tier")

    private func tool(_ database: String) -> Tool {
        let variables = ["DATABASE_URL": database, "CACHE_FALLBACK": "disk", "REDIS_ENABLED": "false"]
        return Tool(in: folder.path, environment: variables)
    }

    private func json(_ database: String, _ arguments: String..., status: Int32 = 0) async throws -> [String: Any] {
        let process = tool(database).process(arguments + ["--format", "json"])
        let result = try await Tool.finishAside(process)
        #expect(result.status == status, "\(arguments): \(result.errors)")
        return try result.json()
    }

    /// How many values of a namespace lie on disk.
    private func entries(_ database: String, _ namespace: String) async throws -> Int? {
        let list = try await json(database, "cache", "list", namespace)["namespaces"] as? [[String: Any]]
        return (list?.first?["tiers"] as? [[String: Any]])?.first { $0["tier"] as? String == "disk" }?["entries"]
            as? Int
    }

    private func write(_ statement: String) async throws {
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(folder.path)/e.db"))
        try await connection.execute(statement)
        await connection.close()
    }

    @Test func onSQLiteTheNextCommandFindsWhatTheLastOneLoaded() async throws {
        let database = "sqlite:e.db"
        _ = try await json(database, "upgrade", "head")
        let first = try await json(database, "cache", "warm")
        let stored = try #require(first["stored"] as? Int)
        #expect(stored > 200 && first["entries"] as? Int == stored)
        #expect(try await json(database, "cache", "warm")["stored"] as? Int == 0)
        #expect(try await entries(database, "agent_templates") == 150)

        // Somebody writes past the caches: that shows, and what was cleared is loaded again.
        try await write("UPDATE naming_config SET config_value = '{}'")
        #expect(try await json(database, "cache", "verify", status: 3)["lying"] as? [String] == ["naming_config"])
        #expect(try await json(database, "cache", "verify", "--repair")["repaired"] as? [String] == ["naming_config"])
        #expect(try await json(database, "cache", "verify")["lying"] as? [String] == [])

        // So does a row that is gone, which only the cache knows of.
        try await write("DELETE FROM agent_templates WHERE style = 'exo' AND spirit = 'fox'")
        let lies = try await json(database, "cache", "verify", "agent_templates", "--sample", "1000", status: 3)
        let differing = (lies["queries"] as? [[String: Any]])?.first?["differing"] as? [String]
        #expect(differing?.count == 1 && differing?[0].hasPrefix("by_spirit_and_style/fox/exo~") == true, "\(lies)")
        let repair = try await json(database, "cache", "verify", "--sample", "1000", "--repair")
        #expect(repair["repaired"] as? [String] == ["agent_templates"])
        #expect(try await json(database, "cache", "warm")["stored"] as? Int == 149)

        // A step that touches nothing leaves it as it is; a stamp makes all of it stale.
        _ = try await json(database, "downgrade", "7c3e91d5a240")
        #expect(try await json(database, "cache", "warm")["stored"] as? Int == 0)
        _ = try await json(database, "stamp", "head")
        #expect(try await json(database, "cache", "warm")["stored"] as? Int == stored - 1)
        #expect(try await json(database, "cache", "warm")["stored"] as? Int == 0)
    }

    @Test(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
    func onPostgreSQLNothingOfTheApplicationLiesOnDisk() async throws {
        try await PostgresServer.withDatabase { database in
            _ = try await json(database.url, "upgrade", "head")
            #expect(try await json(database.url, "cache", "warm")["stored"] as? Int == 0)
            #expect(try await entries(database.url, "agent_templates") == 0)
            let said = try await tool(database.url).runAside("cache", "warm")
            #expect(said.errors.contains("nothing that outlasts this command was filled"), "\(said.errors)")
        }
    }
}
