import Foundation
import MigratorDatabase
import MigratorPostgres
import MigratorSQLite
import MigratorTestSupport
import Testing

/// The Redis that tests use; without one they are skipped.
enum RedisServer {
    static let url = ProcessInfo.processInfo.environment["MIGRATOR_TEST_REDIS"].flatMap { $0.isEmpty ? nil : $0 }
    static var isThere: Bool { url != nil }
}

/// The program beside a real Redis: what it tells, and what it leaves.
@Suite(.enabled(if: RedisServer.isThere, "MIGRATOR_TEST_REDIS names no server"))
struct EventDeliveryTests {
    /// A database of each kind, and the program over it.
    private struct Bench {
        /// A port on which nobody listens.
        static let nowhere = "redis://127.0.0.1:1/0"

        let database: String
        let folder = TemporaryFolder("delivery")

        static func on(_ kind: CachedKind, _ body: (Bench) async throws -> Void) async throws {
            guard kind == .postgres else { return try await body(Bench(database: "sqlite:e.db")) }
            try await PostgresServer.withDatabase { try await body(Bench(database: $0.url)) }
        }

        func process(_ redis: String?, _ arguments: [String], _ more: [String: String] = [:]) -> Process {
            var environment = ["DATABASE_URL": database, "PGAPPNAME": PostgresDatabase.runName]
            environment["REDIS_URL"] = redis
            // A machine that builds and tests at once may be slower than the defaults allow.
            if redis != Self.nowhere { environment["REDIS_CONNECT_TIMEOUT_MS"] = "5000" }
            environment["REDIS_COMMAND_TIMEOUT_MS"] = "20000"
            return Tool(in: folder.path, environment: environment.merging(more) { $1 }).process(arguments)
        }

        func run(_ redis: String?, _ arguments: String..., with more: [String: String] = [:]) async throws -> ToolResult
        {
            try await Tool.finishAside(process(redis, arguments, more))
        }

        /// How many events a command leaves waiting, by its own account.
        func pending(
            _ redis: String?,
            _ arguments: String...,
            with more: [String: String] = [:]
        ) async throws -> Int? {
            let result = try await Tool.finishAside(process(redis, arguments + ["--format", "json"], more))
            #expect(result.status == 0, "\(result.errors)")
            return try result.json()["events_pending"] as? Int
        }

        /// The numbers of a query's first row.
        func numbers(_ sql: String) async throws -> [Int] {
            let connection = try await connect()
            let row = try await connection.query(sql).first
            await connection.close()
            return row?.values.compactMap { Int(databaseCell: $0) } ?? []
        }

        private func connect() async throws -> any DatabaseConnection {
            guard database.hasPrefix("sqlite") else {
                return try await PostgresSession(PostgresSessionConfiguration(connectionString: database))
            }
            return try await SQLiteSession(SQLiteSessionConfiguration(path: "\(folder.path)/e.db"))
        }

        /// How many events there are, and how many of them Redis was told of, by the database's account.
        func events() async throws -> (all: Int, told: Int) {
            let counts = try await numbers(
                """
                SELECT (SELECT count(*) FROM migrator_outbox),
                    (SELECT count(*) FROM migrator_delivery WHERE target = 'redis' AND delivered_at IS NOT NULL)
                """
            )
            return (counts.first ?? -1, counts.last ?? -1)
        }
    }

    @Test(arguments: CachedKind.present)
    func theECSHistoryIsToldToRedis(_ kind: CachedKind) async throws {
        let redis = try #require(RedisServer.url)
        try await Bench.on(kind) { bench in
            #expect(try await bench.pending(redis, "upgrade", "head") == 0)
            let up = try await bench.events()
            #expect(up.all == 9 && up.told == 9)
            #expect(try await bench.pending(redis, "downgrade", "9f94d908afb9") == 0)
            #expect(try await bench.pending(redis, "stamp", "head") == 0)
            let after = try await bench.events()
            #expect(after.told == after.all && after.all > up.all)
        }
    }

    @Test(arguments: CachedKind.present)
    func whileRedisIsAwayEventsWaitAndTheNextCommandDeliversThem(_ kind: CachedKind) async throws {
        let redis = try #require(RedisServer.url)
        try await Bench.on(kind) { bench in
            let away = try await bench.run(Bench.nowhere, "upgrade", "head")
            #expect(away.status == 0)
            #expect(away.errors.contains("9 events wait for redis"), "\(away.errors)")
            let left = try await bench.events()
            #expect(left.all == 9 && left.told == 0)
            // What has nothing to do says it too, and so does what goes back, stamps, or looks.
            #expect(try await bench.pending(Bench.nowhere, "upgrade", "head") == 9)
            #expect(try await bench.pending(Bench.nowhere, "downgrade", "9f94d908afb9") == 14)
            #expect(try await bench.pending(Bench.nowhere, "stamp", "head") == 15)
            let listed = try await bench.run(Bench.nowhere, "events", "list", "--format", "json").json()
            #expect((listed["events"] as? [Any])?.count == 15)
            #expect(try await bench.pending(redis, "upgrade", "head") == 0)
            let after = try await bench.events()
            #expect(after.all == 15 && after.told == 15)
            let none = try await bench.run(redis, "events", "list")
            #expect(none.output.contains("nothing waits for redis"), "\(none.output)")
        }
    }

    @Test(arguments: CachedKind.present)
    func whoHasNoRedisNeverMarksIt(_ kind: CachedKind) async throws {
        let redis = try #require(RedisServer.url)
        try await Bench.on(kind) { bench in
            let off = ["REDIS_ENABLED": "false"]
            #expect(try await bench.pending(redis, "upgrade", "9f94d908afb9") == 0)
            let before = try await bench.events()
            let waiting = 9 - before.all
            #expect(try await bench.pending(nil, "upgrade", "head", with: off) == waiting)
            #expect(try await bench.pending(nil, "downgrade", "9f94d908afb9", with: off) == 2 * waiting)
            #expect(try await bench.pending(nil, "stamp", "head", with: off) == 2 * waiting + 1)
            #expect(try await bench.events().told == before.told)
            #expect(try await bench.pending(redis, "upgrade", "head") == 0)
            let after = try await bench.events()
            #expect(after.told == after.all && after.all == before.all + 2 * waiting + 1)
        }
    }

    /// Nothing said that there is a Redis, so it is no news that there is none.
    @Test func aRedisThatIsOnlyAssumedIsNotMissed() async throws {
        try await Bench.on(.sqlite) { bench in
            let result = try await bench.run(nil, "upgrade", "head")
            #expect(result.status == 0)
            #expect(!result.errors.contains("wait"), "\(result.errors)")
        }
    }

    /// Whenever a process is killed, each step has its event, and the next command tells all of them.
    @Test(.timeLimit(.minutes(60)), arguments: CachedKind.present)
    func aKilledProcessLosesNoEvent(_ kind: CachedKind) async throws {
        let redis = try #require(RedisServer.url)
        var random = SeededRandom(Rounds.seed)
        let rounds = (0..<Rounds.count(reduced: 2, full: 200)).map { round in
            (round, Int.random(in: 5_000...250_000, using: &random))
        }
        try await concurrently(rounds) { round, pause in
            try await Bench.on(kind) { bench in
                let process = bench.process(redis, ["upgrade", "head"])
                process.standardOutput = FileHandle.nullDevice
                process.standardError = FileHandle.nullDevice
                try process.run()
                try await Task.sleep(for: .microseconds(pause))
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                #expect(try await bench.pending(redis, "upgrade", "head") == 0, "round \(round)")
                let counts = try await bench.numbers(
                    """
                    SELECT (SELECT count(*) FROM migrator_journal), (SELECT count(*) FROM migrator_outbox),
                        (SELECT count(*) FROM migrator_journal JOIN migrator_outbox USING (uuid)),
                        (SELECT count(*) FROM migrator_delivery WHERE target = 'redis' AND delivered_at IS NOT NULL)
                    """
                )
                #expect(counts == [9, 9, 9, 9], "round \(round): \(counts)")
            }
        }
    }
}

/// The verbs of `events`.
@Suite(.enabled(if: RedisServer.isThere, "MIGRATOR_TEST_REDIS names no server"))
struct EventCommandTests {
    private let folder = TemporaryFolder("events")

    private func tool(_ redis: String) -> Tool {
        let patience = ["REDIS_CONNECT_TIMEOUT_MS": "5000", "REDIS_COMMAND_TIMEOUT_MS": "20000"]
        return Tool(
            in: folder.path,
            environment: patience.merging(["DATABASE_URL": "sqlite:e.db", "REDIS_URL": redis]) { $1 }
        )
    }

    @Test func whatWaitsIsListedAndReplayed() throws {
        let redis = try #require(RedisServer.url)
        let away = tool("redis://127.0.0.1:1/0")
        #expect(try away.run("upgrade", "9f94d908afb9").status == 0)
        let listed = try away.run("events", "list", "--format", "json").json()
        let events = try #require(listed["events"] as? [[String: Any]])
        #expect(events.compactMap { $0["revision"] as? String }.last == "9f94d908afb9")
        #expect(events.allSatisfy { ($0["deliveries"] as? [[String: Any]])?.first?["last_error"] is String })
        let targets = listed["targets"] as? [[String: Any]]
        #expect(targets?.first?["pending"] as? Int == events.count)

        #expect(try tool(redis).run("upgrade", "9f94d908afb9").status == 0)
        let none = try tool(redis).run("events", "list", "--format", "json").json()
        #expect((none["events"] as? [Any])?.isEmpty == true)
        let all = try tool(redis).run("events", "list", "--all", "--format", "json").json()
        #expect((all["events"] as? [Any])?.count == events.count)

        let replayed = try tool(redis).run("events", "replay", "--since", "2", "--format", "json").json()
        #expect((replayed["events"] as? [Any])?.count == events.count - 1)
        #expect((replayed["failures"] as? [Any])?.isEmpty == true)
        #expect(try tool(redis).run("events", "replay").status == 64)
        #expect(try away.run("events", "replay", "1").status == 1)
    }
}
