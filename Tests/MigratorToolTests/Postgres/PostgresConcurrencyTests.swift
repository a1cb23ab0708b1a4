import Foundation
import MigratorDatabase
import MigratorPostgres
import MigratorTestSupport
import Testing

extension PostgresToolTests {
    /// Twelve processes at once: every revision is applied exactly once, and every process ends well.
    @Suite struct Concurrency {
        private let processes = 12
        private let rounds = Rounds.count(reduced: 2, full: 100)

        private func race(
            _ database: PostgresDatabase,
            _ history: LoggedHistory,
            meanwhile: @escaping @Sendable ([Int32]) async throws -> Void = { _ in }
        ) async throws -> [ToolResult] {
            let arguments = Array(repeating: ["upgrade", "head"] + history.options, count: processes)
            return try await Race(database.tool(in: history.folder)).run(arguments, meanwhile: meanwhile)
        }

        @Test(.timeLimit(.minutes(60)))
        func anEmptyDatabase() async throws {
            for round in 0..<rounds {
                try await PostgresServer.withDatabase { database in
                    let history = try LoggedHistory(in: TemporaryFolder("race"), count: 6)
                    let results = try await race(database, history)
                    for result in results { #expect(result.status == 0, "round \(round): \(result.errors)") }
                    let applied = try results.reduce(0) { $0 + ((try $1.json()["steps"] as? [Any])?.count ?? 0) }
                    #expect(applied == 6, "round \(round)")
                    try await history.expectHead(database, "round \(round)")
                    #expect(try await database.number("SELECT count(*) FROM migrator_journal") == 6)
                }
            }
        }

        @Test(.timeLimit(.minutes(60)))
        func aHalfMigratedDatabase() async throws {
            for round in 0..<rounds {
                try await PostgresServer.withDatabase { database in
                    let history = try LoggedHistory(in: TemporaryFolder("race"), count: 6)
                    let half = ["upgrade", "r2"] + history.options
                    #expect(try await Tool.finishAside(database.tool(in: history.folder).process(half)).status == 0)
                    let results = try await race(database, history)
                    for result in results { #expect(result.status == 0, "round \(round): \(result.errors)") }
                    try await history.expectHead(database, "round \(round)")
                    #expect(try await database.number("SELECT count(*) FROM migrator_journal") == 6)
                }
            }
        }

        @Test(.timeLimit(.minutes(60)))
        func theECSHistory() async throws {
            for round in 0..<Rounds.count(reduced: 1, full: 20) {
                try await PostgresServer.withDatabase { database in
                    let folder = TemporaryFolder("race")
                    let arguments = Array(repeating: ["upgrade", "head"], count: processes)
                    let results = try await Race(database.tool(in: folder)).run(arguments)
                    for result in results { #expect(result.status == 0, "round \(round): \(result.errors)") }
                    let journal = try await database.rows(
                        "SELECT count(*), count(DISTINCT revision) FROM migrator_journal"
                    )
                    #expect(journal == [["9", "9"]], "round \(round)")
                }
            }
        }

        /// One is killed at a random moment, as a rule the one that is at work: the others go on at once.
        @Test(.timeLimit(.minutes(60)))
        func oneIsKilled() async throws {
            var random = SeededRandom(Rounds.seed)
            for round in 0..<rounds {
                let killsHolder = random.chance(75)
                let moment = Int.random(in: 0..<6, using: &random)
                let pause = Int.random(in: 0..<30_000, using: &random)
                let victim = Int.random(in: 0..<processes, using: &random)
                try await PostgresServer.withDatabase { database in
                    let history = try LoggedHistory(in: TemporaryFolder("race"), count: 6) { _ in
                        "SELECT pg_sleep(0.02);"
                    }
                    // What the same race takes here and now when nobody is killed.
                    let before = try await undisturbed(history)
                    let killed = Killed()
                    let results = try await race(database, history) { processes in
                        let watch = try await database.connect()
                        try await poll(for: "step \(moment)") { try await Self.isAt(moment, watch) }
                        try await Task.sleep(for: .microseconds(pause))
                        let holder = try await watch.query("SELECT process FROM migrator_lock").first
                        let process = try killsHolder ? holder?.get("process", as: Int64.self) : nil
                        await watch.close()
                        kill(process.map(Int32.init) ?? processes[victim], SIGKILL)
                        await killed.note()
                    }
                    let took = ContinuousClock.now - (await killed.at ?? .now)
                    let ends = results.map(\.status).sorted()
                    // The victim may have been done already.
                    #expect(ends.dropFirst().allSatisfy { $0 == 0 } && [0, -9].contains(ends[0]), "\(ends)")
                    // Other tests may have begun meanwhile; without them it is two seconds.
                    let grace = Duration.seconds(Rounds.count(reduced: 10, full: 2))
                    if took > before + grace {
                        let after = try await undisturbed(history)
                        #expect(took < max(before, after) + grace, "round \(round): \(took), else \(before), \(after)")
                    }
                    try await history.expectHead(database, "round \(round)")
                    #expect(try await database.number("SELECT count(*) FROM migrator_journal") == 6)
                }
            }
        }

        private func undisturbed(_ history: LoggedHistory) async throws -> Duration {
            try await PostgresServer.withDatabase { database in
                let start = ContinuousClock.now
                _ = try await race(database, history)
                return ContinuousClock.now - start
            }
        }

        private actor Killed {
            var at: ContinuousClock.Instant?

            func note() { at = .now }
        }

        private static func isAt(_ step: Int, _ watch: PostgresSession) async throws -> Bool {
            let isThere = "SELECT to_regclass('migrator_journal') IS NOT NULL"
            guard try await watch.query(isThere).first?.values == [.bool(true)] else { return false }
            let count = try await watch.query("SELECT count(*) AS n FROM migrator_journal").first
            return try count?.get("n", as: Int64.self) ?? 0 >= step
        }

        /// The server ends the statement of a client that is gone, however long it would have run.
        @Test func theHolderIsKilledWithinALongStatement() async throws {
            try await PostgresServer.withDatabase { database in
                let history = try LoggedHistory(in: TemporaryFolder("race"), count: 3) { index in
                    index == 1 ? "SELECT pg_sleep(CASE WHEN nextval('tries') = 1 THEN 600 ELSE 0 END);" : ""
                }
                try await database.execute("CREATE SEQUENCE tries")
                let killed = Killed()
                let results = try await race(database, history) { _ in
                    let watch = try await database.connect()
                    try await poll(for: "the long statement") {
                        try await !watch.query(
                            "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
                        ).isEmpty
                    }
                    let holder = try await watch.query("SELECT process FROM migrator_lock").first
                    kill(Int32(try #require(try holder?.get("process", as: Int64.self))), SIGKILL)
                    await killed.note()
                    await watch.close()
                }
                let took = ContinuousClock.now - (await killed.at ?? .now)
                #expect(results.map(\.status).sorted() == [-9] + Array(repeating: 0, count: processes - 1))
                // Not the ten minutes of the statement; who waits for longer than 30 s for the lock has failed above.
                #expect(took < .seconds(60), "\(took)")
                try await history.expectHead(database, "after the kill")
                #expect(try await database.number("SELECT last_value FROM tries") == 2)
            }
        }
    }
}
