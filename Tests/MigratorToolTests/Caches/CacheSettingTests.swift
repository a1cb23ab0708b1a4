import Foundation
import MigratorTestSupport
import Testing

/// Wrong input of every kind, and no Redis about.
struct CacheSettingTests {
    private let folder = TemporaryFolder("settings")
    private var tool: Tool { tool(with: [:]) }

    /// A port that nobody listens on.
    private func tool(with variables: [String: String]) -> Tool {
        let away = ["REDIS_URL": "redis://me:sesame@127.0.0.1:1/0"]
        return Tool(in: folder.path, environment: away.merging(variables) { $1 })
    }

    @Test(arguments: [
        ["cache", "bogus"], ["cache", "stats", "naming_spirts"], ["cache", "list", "nope"], ["cache", "clear"],
        ["cache", "clear", "--all", "alembic"], ["cache", "clear", "naming_spirits", "nope"],
        ["cache", "warm", "--limit", "0"], ["cache", "warm", "--limit", "x"], ["cache", "warm", "nope"],
        ["cache", "verify", "--sample", "-1"], ["cache", "verify", "nope"], ["cache", "watch", "x"],
        ["cache", "stats", "--repair"], ["cache", "list", ""],
    ])
    func usageErrorsAre64(_ arguments: [String]) async throws {
        try #require(try await tool.runAside("upgrade", "head", "-q").status == 0)
        let text = try await Tool.finishAside(tool.process(arguments))
        #expect(text.status == 64, "\(text.errors)")
        let json = try await Tool.finishAside(tool.process(arguments + ["--format", "json"]))
        #expect(json.status == 64 && json.output.isEmpty)
        #expect(try json.jsonError()["code"] as? String == "usage", "\(json.errors)")
    }

    @Test func aMisspeltNamespaceIsGuessed() async throws {
        let result = try await tool.runAside("cache", "clear", "naming_spirts")
        #expect(result.errors.contains("did you mean 'naming_spirits'?"), "\(result.errors)")
    }

    @Test func theFamilyAloneShowsItsVerbs() async throws {
        for arguments in [["cache"], ["cache", "--help"], ["help", "cache"]] {
            let result = try await Tool.finishAside(tool.process(arguments))
            #expect(result.status == 0 && result.output.contains("verify"), "\(arguments): \(result.errors)")
        }
        let help = try await tool.runAside("help", "cache", "warm")
        #expect(help.status == 0 && help.output.contains("--limit"))
    }

    @Test(arguments: [
        ("REDIS_ENABLED", "perhaps"), ("REDIS_URL", "http://me:sesame@host"),
        ("REDIS_URL", "redis://me:sesame@host:x/0"),
        ("REDIS_URL", "rediss://me:sesame@host"), ("REDIS_MAX_CONNECTIONS", "0"), ("ALEMBIC_REDIS_DB", "-1"),
        ("ECS_REDIS_DB", "x"), ("REDIS_CONNECT_TIMEOUT_MS", "0"), ("REDIS_COMMAND_TIMEOUT_MS", "70000"),
        ("CACHE_FALLBACK", "tape"), ("CACHE_DEFAULT_TTL", "0"), ("CACHE_COMPRESSION", "2"), ("CACHE_MEMORY_LIMIT", "1"),
        ("CACHE_LEASE_MS", "1"), ("CACHE_SIGNING_KEY", "sesame"), ("CACHE_TRUST_REDIS", "x"), ("EVENTS_POLL_MS", "1"),
        ("ALEMBIC_CACHE_ENABLED", "x"), ("ALEMBIC_CACHE_TTL", "x"), ("ECS_CACHE_ENABLED", "x"), ("ECS_CACHE_TTL", "0"),
    ])
    func aBadVariableIsNamedAndNoSecretPrinted(_ name: String, _ value: String) async throws {
        let result = try await tool(with: [name: value]).runAside("cache", "list", "--format", "json")
        #expect(result.status == 64)
        let message = try #require(try result.jsonError()["message"] as? String)
        #expect(message.hasPrefix("\(name) "), "\(message)")
        #expect(!result.errors.contains("sesame"))
        // What needs no cache is not kept by it.
        #expect(try await tool(with: [name: value]).runAside("heads").status == 0)
        // Nor is a file's other than the environment's.
        let key = name.lowercased().replacingOccurrences(of: "_", with: "-")
        try folder.write("own.conf", "# caches\n\(key) = \(value)\n")
        var bare = Tool(in: folder.path)
        bare.environment["MIGRATOR_CONFIG"] = "own.conf"
        let file = try await bare.runAside("cache", "list")
        #expect(file.status == 64 && file.errors.contains("own.conf:2:1: \(name) "), "\(file.errors)")
        #expect(!file.errors.contains("sesame"))
    }

    @Test func theFileMaySayTheSameAndTheEnvironmentBeatsIt() async throws {
        try folder.write("migrator.conf", "REDIS_ENABLED = false\ncache-fallback = memory\n")
        func redis(_ variables: [String: String]) async throws -> String? {
            try await tool(with: variables).runAside("cache", "stats", "--format", "json").json()["redis"] as? String
        }
        #expect(try await redis([:]) == "off")
        #expect(try await redis(["REDIS_ENABLED": "true"]) == "away")
    }

    @Test(arguments: [
        ["cache", "stats"], ["cache", "list"], ["cache", "clear", "--all"], ["cache", "warm"], ["cache", "verify"],
        ["cache", "verify", "--repair"],
    ])
    func withoutRedisTheyWorkAndSaySo(_ arguments: [String]) async throws {
        try #require(try await tool.runAside("upgrade", "head", "-q").status == 0)
        let cases: [(variables: [String: String], state: String)] = [
            ([:], "away"), (["REDIS_ENABLED": "false"], "off"),
            (["REDIS_ENABLED": "false", "CACHE_FALLBACK": "disk"], "off"), (["CACHE_FALLBACK": "disk"], "away"),
            (["CACHE_FALLBACK": "none"], "away"),
        ]
        for (variables, state) in cases {
            let text = try await Tool.finishAside(tool(with: variables).process(arguments))
            #expect(text.status == 0, "\(arguments) \(variables): \(text.errors)")
            #expect(!text.errors.contains("sesame"))
            let refusals = text.errors.split(separator: "\n").filter { $0.contains("going on without it") }
            #expect(refusals.count == (state == "away" ? 1 : 0), "\(text.errors)")
            let json = try await Tool.finishAside(tool(with: variables).process(arguments + ["--format", "json"]))
            #expect(try json.json()["redis"] as? String == state, "\(json.output)")
            #expect(json.errors.isEmpty, "\(json.errors)")
        }
    }

    /// One refused connection, and nobody waits for a second.
    @Test func whoIsAwayIsAskedOnce() async throws {
        try #require(try await tool.runAside("upgrade", "head", "-q").status == 0)
        let trace = try await tool.runAside("cache", "warm", "-v")
        #expect(trace.errors.split(separator: "\n").filter { $0.contains("redis") }.count == 1, "\(trace.errors)")
    }

    @Test func aDatabaseThatIsNotThereIsNotMade() async throws {
        for arguments in [["cache", "warm"], ["cache", "verify"], ["cache", "watch"]] {
            #expect(try await Tool.finishAside(tool.process(arguments)).status == 5)
        }
        for arguments in [["cache", "stats"], ["cache", "list"], ["cache", "clear", "--all"]] {
            #expect(try await Tool.finishAside(tool.process(arguments)).status == 0)
        }
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/ecs.db"))
    }

    @Test func theDiskTierMustBePrivate() async throws {
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/open",
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
        let disk = ["CACHE_FALLBACK": "disk", "CACHE_DISK_PATH": "\(folder.path)/open"]
        let result = try await tool(with: disk).runAside("cache", "list")
        #expect(result.status == 0 && result.errors.contains("going on without the disk tier"), "\(result.errors)")
        let own = try await tool(with: ["CACHE_FALLBACK": "disk", "REDIS_ENABLED": "false"]).runAside("cache", "list")
        #expect(own.status == 0 && own.output.contains("disk"), "\(own)")
        var isFolder: ObjCBool = false
        #expect(FileManager.default.fileExists(atPath: "\(folder.path)/.cache/values", isDirectory: &isFolder))
    }
}
