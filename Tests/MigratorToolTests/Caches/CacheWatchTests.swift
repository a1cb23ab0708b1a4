import Foundation
import MigratorDatabase
import MigratorTestSupport
import Testing

/// `cache watch` while things happen.
@Suite(.serialized, .enabled(if: OwnRedis.isThere, "there is no redis-server"))
struct CacheWatchTests {
    private func object(_ line: Substring) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    /// Clears a namespace again and again until the watcher has heard of it.
    private func hear(_ namespace: String, _ watch: RunningTool, _ bench: CacheBench) async throws {
        try await poll(for: "an event of \(namespace): \(watch.errors)") {
            _ = try await bench.tool.runAside("cache", "clear", namespace, "-q")
            return watch.output.contains(namespace)
        }
    }

    @Test(arguments: CachedKind.present)
    func showsEachEventOnItsLineUntilInterrupted(_ kind: CachedKind) async throws {
        try await CacheBench.on(kind) { bench in
            for (signal, status) in [(SIGINT, Int32(130)), (SIGTERM, 143)] {
                let watch = try RunningTool(bench.tool, "cache", "watch", "--format", "json")
                try await hear("naming_spirits", watch, bench)
                _ = try await bench.json("cache", "clear", "agent_data", "alembic")
                try await poll(for: "the second event") { watch.output.contains("agent_data") }
                #expect(try await watch.end(signal) == status)
                let events = try watch.lines.map(object)
                #expect(events.allSatisfy { $0["direction"] as? String == "write" })
                #expect(events.last?["namespaces"] as? [String] == ["alembic", "agent_data"])
                #expect(Set(events.compactMap { $0["uuid"] as? String }).count == events.count, "none comes twice")
            }
            let text = try RunningTool(bench.tool, "cache", "watch")
            try await hear("naming_config", text, bench)
            #expect(text.output.contains("write  data  naming_config\n"), "\(text.output)")
            #expect(try await text.end(SIGINT) == 130)
            #expect(text.errors.contains("watching by Redis and the database"))
        }
    }

    @Test func goesOnWhenRedisIsKilledAndComesBack() async throws {
        try await CacheBench.on(.sqlite) { bench in
            let watch = try RunningTool(bench.tool, "cache", "watch")
            try await hear("naming_spirits", watch, bench)
            try await bench.redis.halt()
            try await poll(for: "a word of it") { watch.errors.contains("going on without it") }
            #expect(watch.isRunning)
            try await bench.redis.start()
            try await hear("naming_config", watch, bench)
            #expect(watch.errors.contains("answers again"))
            #expect(try await watch.end(SIGTERM) == 143)
        }
    }

    /// Without Redis the database itself tells: by NOTIFY, or when it is asked the next time.
    @Test(arguments: CachedKind.present)
    func hearsTheDatabaseItselfWhereThereIsNoRedis(_ kind: CachedKind) async throws {
        try await CacheBench.on(kind) { bench in
            let isPostgres = kind == .postgres
            try await bench.write(
                isPostgres
                    ? """
                    CREATE TABLE IF NOT EXISTS migrator_outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                    uuid uuid NOT NULL UNIQUE, xid xid8 NOT NULL DEFAULT pg_current_xact_id(), event text NOT NULL,
                    at timestamptz NOT NULL DEFAULT now())
                    """
                    : """
                    CREATE TABLE IF NOT EXISTS migrator_outbox (id INTEGER PRIMARY KEY AUTOINCREMENT,
                    uuid TEXT NOT NULL UNIQUE, event TEXT NOT NULL, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)
                    """
            )
            let database = try #require(try await bench.json("cache", "stats")["database"] as? String)
            let tool = bench.tool(with: ["REDIS_ENABLED": "false"])
            let watch = try RunningTool(tool, "cache", "watch", "--format", "json")
            // What was there before it listened is not told, and when that is, it does not say.
            try await poll(for: "an event of the outbox: \(watch.errors)") {
                let uuid = UUID().uuidString.lowercased()
                let event = """
                    {"id":0,"uuid":"\(uuid)","database":"\(database)","revision":"9f94d908afb9","direction":"upgrade",\
                    "kind":"data","tables":["naming_spirits"],"namespaces":["naming_spirits"],"drop_prepared":[],"at":""}
                    """
                try await bench.write(
                    "INSERT INTO migrator_outbox (uuid, event) VALUES ('\(uuid)', '\(event)')",
                    isPostgres ? "NOTIFY ecs_invalidate" : "UPDATE naming_spirits SET name = name WHERE 1 = 0"
                )
                return !watch.lines.isEmpty
            }
            #expect(try await watch.end(SIGINT) == 130)
            let events = try watch.lines.map(object)
            #expect(events.allSatisfy { $0["revision"] as? String == "9f94d908afb9" })
            #expect(Set(events.compactMap { $0["uuid"] as? String }).count == events.count, "none comes twice")
        }
    }

    /// `events watch` shows the same, and the steps of a run beside it in their order.
    @Test(arguments: CachedKind.present)
    func theEventsOfARunAreSeenAsTheyAreCommitted(_ kind: CachedKind) async throws {
        try await CacheBench.on(kind) { bench in
            for redis in [[:], ["REDIS_ENABLED": "false"]] {
                let watch = try RunningTool(bench.tool(with: redis), "events", "watch", "--format", "json")
                try await poll(for: "a watcher that listens: \(watch.errors)") {
                    _ = try await bench.tool.runAside("stamp", "--purge", "heads", "-q")
                    return !watch.lines.isEmpty
                }
                #expect(try await bench.tool.runAside("downgrade", "22ebdcff71c4", "-q").status == 0)
                #expect(try await bench.tool.runAside("upgrade", "head", "-q").status == 0)
                func steps() throws -> [[String: Any]] {
                    try watch.lines.map(object).filter { $0["direction"] as? String != "stamp" }
                }
                try await poll(for: "all steps: \(watch.output)") { try steps().count == 8 }
                #expect(try await watch.end(SIGTERM) == 143)
                let seen = try steps()
                let ids = seen.compactMap { $0["id"] as? Int }
                #expect(ids.count == 8 && ids == ids.sorted(), "\(seen)")
                #expect(seen.prefix(4).allSatisfy { $0["direction"] as? String == "downgrade" })
                #expect(seen.last?["revision"] as? String == "a90c5d3e7f21")
            }
        }
    }
}
