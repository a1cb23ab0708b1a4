import Foundation
import MigratorRedis
import MigratorTestSupport
import Testing

/// The verbs of `cache` over both databases and a Redis that is there.
@Suite(.serialized, .enabled(if: OwnRedis.isThere, "there is no redis-server"))
struct CacheCommandTests {
    private func namespace(_ name: String, _ answer: [String: Any]) throws -> [String: Any] {
        let all = try #require(answer["namespaces"] as? [[String: Any]])
        return try #require(all.first { $0["namespace"] as? String == name }, "\(answer)")
    }

    private func redis(_ namespace: [String: Any]) throws -> [String: Any] {
        let tiers = try #require(namespace["tiers"] as? [[String: Any]])
        return try #require(tiers.first { $0["tier"] as? String == "redis" }, "\(tiers)")
    }

    @Test(arguments: CachedKind.present)
    func warmsListsCountsAndClears(_ kind: CachedKind) async throws {
        try await CacheBench.on(kind) { bench in
            let empty = try await bench.json("cache", "list")
            #expect(empty["redis"] as? String == "answers")
            #expect((empty["namespaces"] as? [Any])?.count == 12)
            #expect(try redis(namespace("naming_spirits", empty))["entries"] as? Int == 0)

            let warm = try await bench.json("cache", "warm")
            let entries = try #require(warm["entries"] as? Int)
            #expect(entries > 100 && warm["stored"] as? Int == entries, "\(warm)")
            #expect((warm["queries"] as? [[String: Any]])?.count == 11)
            #expect(warm["duration_ms"] is Int)

            let list = try await bench.json("cache", "list", "naming_spirits", "agent_templates")
            #expect((list["namespaces"] as? [Any])?.count == 2)
            let templates = try redis(namespace("agent_templates", list))
            #expect(templates["entries"] as? Int == 150 && templates["stale"] as? Int == 0)
            #expect(templates["bytes"] as? Int ?? 0 > 150 * 100)
            #expect(templates["left_max_ms"] as? Int ?? 0 <= 3_600_000)
            #expect(templates["oldest_ms"] as? Int ?? -1 >= templates["youngest_ms"] as? Int ?? 0)

            // A second time all is there already.
            #expect(try await bench.json("cache", "warm")["stored"] as? Int == 0)
            let stats = try await bench.json("cache", "stats")
            // The upgrade is one of them.
            #expect(stats["processes_seen"] as? Int == 3 && stats["processes"] as? Int == 0, "\(stats)")
            let figures = try namespace("agent_templates", stats)
            #expect(figures["misses"] as? Int == 150 && figures["stores"] as? Int == 150, "\(figures)")
            #expect((figures["hits"] as? [String: Int]) == ["redis": 150] && figures["hit_rate"] as? Double == 0.5)
            #expect(figures["p99_ns"] as? Int ?? 0 >= figures["p50_ns"] as? Int ?? 1)
            #expect(figures["entries"] as? Int == 150 && figures["bytes"] as? Int == templates["bytes"] as? Int)
            #expect((figures["errors"] as? [String: Int]) == [:])

            let clear = try await bench.json("cache", "clear", "agent_templates")
            #expect(try namespace("agent_templates", clear)["invalidated"] as? Bool == true)
            let left = try await bench.json("cache", "list")
            #expect(try redis(namespace("agent_templates", left))["entries"] as? Int == 0)
            #expect(try redis(namespace("agent_templates", left))["stale"] as? Int == 150)
            #expect(try redis(namespace("naming_spirits", left))["entries"] as? Int == 1)
            let all = try await bench.json("cache", "clear", "--all")
            #expect((all["namespaces"] as? [Any])?.count == 12)
            let none = try await bench.json("cache", "list")
            for one in try #require(none["namespaces"] as? [[String: Any]]) {
                #expect(try redis(one)["entries"] as? Int == 0, "\(one)")
            }
        }
    }

    @Test(arguments: CachedKind.present)
    func findsAndMendsANamespaceThatLies(_ kind: CachedKind) async throws {
        try await CacheBench.on(kind) { bench in
            #expect(try await bench.json("cache", "verify")["lying"] as? [String] == [])
            _ = try await bench.json("cache", "warm")
            let honest = try await bench.json("cache", "verify", "--sample", "1000")
            let queries = try #require(honest["queries"] as? [[String: Any]])
            #expect(queries.reduce(0) { $0 + ($1["compared"] as? Int ?? 0) } > 100)
            #expect(honest["lying"] as? [String] == [] && honest["repaired"] as? [String] == [])

            try await bench.write("UPDATE trait_combinations SET weight = weight + 1")
            let lies = try await bench.json("cache", "verify", status: 3)
            #expect(lies["lying"] as? [String] == ["trait_combinations"] && lies["repaired"] as? [String] == [])
            let text = try await bench.tool.runAside("cache", "verify", "trait_combinations")
            #expect(text.status == 3 && text.output.contains("is not what the database says"), "\(text.output)")
            #expect(
                try await bench.tool.runAside("cache", "verify", "naming_spirits").status == 0,
                "only what was named"
            )

            let repair = try await bench.json("cache", "verify", "--repair")
            #expect(repair["repaired"] as? [String] == ["trait_combinations"])
            #expect(try await bench.json("cache", "verify")["lying"] as? [String] == [])
            let list = try await bench.json("cache", "list")
            #expect(try redis(namespace("naming_spirits", list))["entries"] as? Int == 1, "others are left alone")

            // Of a row that is gone only the cache knows.
            try await bench.write("DELETE FROM agent_templates WHERE style = 'exo' AND spirit = 'fox'")
            let gone = try await bench.json("cache", "verify", "agent_templates", "--sample", "1000", status: 3)
            let differing = (gone["queries"] as? [[String: Any]])?.first?["differing"] as? [String]
            #expect(differing?.count == 1 && differing?[0].hasPrefix("by_spirit_and_style/fox/exo~") == true, "\(gone)")
        }
    }

    /// What a run did with the engine's own caches is counted as well.
    @Test func aRunAddsWhatItsCachesCounted() async throws {
        try await CacheBench.on(.sqlite) { bench in
            func status() async throws -> (stores: Int, processes: Int) {
                let stats = try await bench.json("cache", "stats")
                let stores = try namespace("alembic", stats)["stores"] as? Int
                return (try #require(stores), try #require(stats["processes_seen"] as? Int))
            }
            let upgraded = try await status()
            #expect(upgraded.stores > 1 && upgraded.processes == 1)
            _ = try await bench.json("downgrade", "22ebdcff71c4")
            let downgraded = try await status()
            #expect(downgraded.stores > upgraded.stores && downgraded.processes == 2)
            _ = try await bench.json("stamp", "9f94d908afb9")
            let stamped = try await status()
            #expect(stamped.stores == downgraded.stores + 1 && stamped.processes == 3)
        }
    }

    /// What the server itself counted while a namespace was cleared.
    @Test func nothingIsScannedToClear() async throws {
        try await CacheBench.on(.sqlite) { bench in
            _ = try await bench.json("cache", "warm")
            func calls(_ arguments: String...) async throws -> String {
                _ = try await bench.redis.command("CONFIG", "RESETSTAT")
                #expect(try await Tool.finishAside(bench.tool.process(arguments)).status == 0)
                return try #require(try await bench.redis.command("INFO", "commandstats").text)
            }
            let clear = try await calls("cache", "clear", "agent_templates", "naming_spirits", "agent_data")
            #expect(clear.contains("cmdstat_evalsha"))
            for command in ["scan", "keys", "del", "unlink", "flushdb"] {
                #expect(!clear.contains("cmdstat_\(command):"), "\(clear)")
            }
            // That it would be seen if there were one.
            #expect(try await calls("cache", "list").contains("cmdstat_scan:"))
        }
    }

    /// `alembic_data` has no tokens: clearing it deletes, and leaves others' bytes alone.
    @Test func contentIsDeleted() async throws {
        try await CacheBench.on(.sqlite) { bench in
            for name in ["alembic_data:{v:one}", "alembic_data:{h:two}:0", "alembic_data_of_others:{v:x}"] {
                _ = try await bench.redis.command("SET", name, "bytes")
            }
            let clear = try await bench.json("cache", "clear", "alembic_data")
            #expect(try namespace("alembic_data", clear)["removed"] as? Int == 2)
            #expect(try namespace("alembic_data", clear)["bytes"] as? Int == 10)
            #expect(try await bench.redis.command("EXISTS", "alembic_data:{v:one}").integer == 0)
            #expect(try await bench.redis.command("EXISTS", "alembic_data_of_others:{v:x}").integer == 1)
        }
    }

    @Test func peopleGetTables() async throws {
        try await CacheBench.on(.sqlite) { bench in
            let warm = try await bench.tool.runAside("cache", "warm", "naming_spirits", "--limit", "5")
            #expect(warm.status == 0 && warm.output.contains("1 entry in "), "\(warm)")
            let stats = try await bench.tool.runAside("cache", "stats", "-v")
            #expect(stats.output.hasPrefix("NAMESPACE"), "\(stats)")
            #expect(stats.output.contains("0 processes alive, 2 seen in 30 days"))
            let list = try await bench.tool.runAside("cache", "list", "naming_spirits")
            #expect(list.output.contains("naming_spirits  redis  1 "), "\(list)")
            let clear = try await bench.tool.runAside("cache", "clear", "naming_spirits")
            #expect(clear.output == "cleared naming_spirits\n" && clear.errors.isEmpty)
            let verify = try await bench.tool.runAside("cache", "verify", "naming_spirits")
            #expect(verify.output == "0 entries compared, and all are as the database says\n")
        }
    }

    /// Another database on the same Redis neither sees nor clears this one's entries.
    @Test func databasesDoNotMeet() async throws {
        try await CacheBench.on(.sqlite) { bench in
            _ = try await bench.json("cache", "warm")
            let other = bench.tool(with: ["DATABASE_URL": "sqlite:other.db"])
            #expect(try await other.runAside("upgrade", "head", "-q").status == 0)
            let list = try await other.runAside("cache", "list", "naming_spirits", "--format", "json").json()
            #expect(try redis(namespace("naming_spirits", list))["entries"] as? Int == 0)
            #expect(try await other.runAside("cache", "clear", "naming_spirits").status == 0)
            let mine = try await bench.json("cache", "list")
            #expect(try redis(namespace("naming_spirits", mine))["entries"] as? Int == 1)
        }
    }
}
