import Foundation
import MigratorRedis
import MigratorTestSupport
import Testing

/// A Redis that is there and does not do what it is asked: what the verbs say, and how they end.
@Suite(.serialized, .enabled(if: OwnRedis.isThere, "there is no redis-server"))
struct BadRedisTests {
    /// The verbs that look, and go on with what is left.
    private static let looking = [["cache", "stats"], ["cache", "list"], ["cache", "warm"], ["cache", "verify"]]

    /// Holds each verb to the README, over a Redis that is asked by a URL.
    private func hold(_ bench: CacheBench, _ url: String, _ reason: String, clearing status: Int32 = 1) async throws {
        let tool = bench.tool(with: ["REDIS_URL": url])
        for verb in Self.looking {
            let result = try await Tool.finishAside(tool.process(verb))
            #expect(result.status == 0, "\(verb): \(result.errors)")
            let lines = result.errors.split(separator: "\n").filter { $0.contains("does not answer") }
            #expect(lines.count <= 1 && !result.errors.contains("error:"), "\(verb): \(result.errors)")
            if verb != ["cache", "list"] { #expect(result.errors.contains(reason), "\(verb): \(result.errors)") }
        }
        let stats = try await Tool.finishAside(tool.process(["cache", "stats", "--format", "json"]))
        #expect(try stats.json()["redis"] as? String == "away")
        let clear = try await tool.runAside("cache", "clear", "naming_spirits")
        #expect(clear.status == status, "\(clear.errors)")
        #expect(clear.errors.contains(reason), "\(clear.errors)")
        #expect(clear.errors.split(separator: "\n").count == 1, "\(clear.errors)")
        // A run and a replay are what they were: the one succeeds, the other has told nobody.
        let stamp = try await tool.runAside("stamp", "head")
        #expect(stamp.status == 0, "\(stamp.errors)")
        let replay = try await tool.runAside("events", "replay", "1")
        #expect(replay.status == 1 && replay.errors.contains(reason), "\(replay.errors)")
    }

    private func url(_ bench: CacheBench, user: String, password: String) -> String {
        let place = bench.redis.url.split(separator: "@").last ?? ""
        return "redis://\(user):\(password)@\(place)"
    }

    @Test(arguments: [
        ("noscript", ["+@all", "-eval", "-evalsha", "-script"], "NOPERM"), ("noinfo", ["+@all", "-info"], "NOPERM"),
        ("nothing", ["+auth", "+hello"], "NOPERM"),
    ])
    func aUserWithoutTheRight(_ user: String, _ rights: [String], _ reason: String) async throws {
        try await CacheBench.on(.sqlite) { bench in
            var words = ["SETUSER", user, "on", ">pa55w0rd", "~*", "&*"]
            words += rights
            var command = RedisCommand("ACL", [])
            for word in words { command.append(word) }
            let pool = RedisPool(try RedisStoreConfiguration(url: bench.redis.url))
            defer { pool.close() }
            _ = try await pool.command(command)
            try await hold(bench, url(bench, user: user, password: "pa55w0rd"), reason)
        }
    }

    @Test func aWrongPassword() async throws {
        try await CacheBench.on(.sqlite) { bench in
            try await hold(bench, url(bench, user: "nobody", password: "wr0ng"), "refused the user or the password")
        }
    }

    @Test func oneThatIsPausedAnswersNobodyInTime() async throws {
        try await CacheBench.on(.sqlite) { bench in
            _ = try await bench.redis.command("CLIENT", "PAUSE", "600000", "ALL")
            let tool = bench.tool(with: ["REDIS_COMMAND_TIMEOUT_MS": "100"])
            for verb in Self.looking {
                #expect(try await Tool.finishAside(tool.process(verb)).status == 0, "\(verb)")
            }
            let clear = try await tool.runAside("cache", "clear", "--all")
            #expect(clear.status == 1 && clear.errors.contains("did not answer in time"), "\(clear.errors)")
        }
    }

    @Test func aClusterIsRefusedByName() async throws {
        try await CacheBench.on(.sqlite) { bench in
            let folder = Script.serverFolder()
            let url = try await Script.run("redis.sh", ["start", folder, "cluster-enabled yes"])
            let result: Result<Void, any Error>
            do {
                result = .success(try await hold(bench, url, "is a Redis Cluster, which is not supported yet"))
            } catch {
                result = .failure(error)
            }
            try await Script.run("redis.sh", ["stop", folder])
            try result.get()
        }
    }

    @Test func oneThatIsFullIsNotSaidToHaveStored() async throws {
        try await CacheBench.on(.sqlite) { bench in
            let full = try await bench.json("cache", "clear", "--all")
            #expect(full["redis"] as? String == "answers")
            // Room for some of it: what is counted is what lies there.
            for room in ["1", "+60000"] {
                let memory = try await bench.redis.command("INFO", "memory").text ?? ""
                let line = memory.split(whereSeparator: \.isNewline).first { $0.hasPrefix("used_memory:") }
                let used = try #require(Int(line?.dropFirst("used_memory:".count) ?? ""))
                let limit = room == "1" ? "1" : String(used + 60_000)
                _ = try await bench.redis.command("CONFIG", "SET", "maxmemory", limit)
                let warm = try await bench.json("cache", "warm", "agent_templates", "trait_combinations")
                _ = try await bench.redis.command("CONFIG", "SET", "maxmemory", "0")
                let list = try await bench.json("cache", "list", "agent_templates", "trait_combinations")
                let namespaces = try #require(list["namespaces"] as? [[String: Any]])
                let held = namespaces.reduce(0) { sum, one in
                    sum + ((one["tiers"] as? [[String: Any]])?.first?["entries"] as? Int ?? 0)
                }
                #expect(warm["stored"] as? Int == held, "\(room): \(warm)")
                if room == "1" { #expect(held == 0) }
            }
        }
    }

    @Test func aDatabaseWithoutTheTablesIsSaidToBeOne() async throws {
        let folder = TemporaryFolder("lacking")
        let tool = Tool(in: folder.path, environment: ["REDIS_ENABLED": "false", "DATABASE_URL": "sqlite:bare.db"])
        #expect(try await tool.runAside("ensure-version").status == 0)
        for arguments in [
            ["cache", "verify"], ["cache", "verify", "agent_templates"], ["cache", "warm", "naming_spirits"],
        ] {
            let result = try await Tool.finishAside(tool.process(arguments))
            #expect(result.status == 1, "\(arguments)")
            #expect(result.errors.contains("the database lacks tables"), "\(result.errors)")
            #expect(result.errors.contains("'upgrade head' makes them"), "\(result.errors)")
            #expect(!result.errors.contains("SELECT"), "\(result.errors)")
        }
        // Where some are there, they are looked at.
        #expect(try await tool.runAside("upgrade", "183c8980160f").status == 0)
        let some = try await tool.runAside("cache", "verify")
        #expect(some.status == 0 && some.errors.contains("warning: the database lacks tables"), "\(some.errors)")
    }
}
