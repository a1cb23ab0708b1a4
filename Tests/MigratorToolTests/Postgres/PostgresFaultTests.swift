import Foundation
import MigratorDatabase
import MigratorPostgres
import MigratorTestSupport
import Synchronization
import Testing

extension PostgresToolTests {
    /// Lost connections, servers and signals: a revision is applied wholly or not, once, and written down so.
    @Suite struct Faults {
        private let folder = TemporaryFolder("postgres-fault")

        /// A run that lost something: it has succeeded, or says that the database could not be reached.
        private func expectEnd(_ result: ToolResult, _ when: String) {
            #expect([0, 5].contains(result.status), "\(when): \(result.status) \(result.errors)")
        }

        /// Runs what is left, and expects that everything is there once.
        private func expectMended(_ database: PostgresDatabase, _ history: LoggedHistory, _ when: String) async throws {
            let result = try await upgrade(database, history)
            #expect(result.status == 0, "\(when): \(result.errors)")
            try await history.expectHead(database, "\(when), mended")
        }

        /// Runs through a connection that breaks, in a database of its own, and expects that nothing is left half done.
        private func expectMended(_ history: LoggedHistory, _ cut: PostgresProxy.Cut, _ when: String) async throws {
            try await PostgresServer.withDatabase { database in
                let proxy = try PostgresProxy(to: database.url, cut: cut)
                expectEnd(try await upgrade(database, history, through: proxy.proxied), when)
                #expect(proxy.traffic.isCut, "\(when)")
                proxy.stop()
                try await history.expectWhole(database, when)
                try await expectMended(database, history, when)
            }
        }

        private func upgrade(
            _ database: PostgresDatabase,
            _ history: LoggedHistory,
            through url: String? = nil,
            to target: String = "head"
        ) async throws -> ToolResult {
            var tool = database.tool(in: history.folder)
            if let url { tool.environment["DATABASE_URL"] = url }
            let verb = target == "base" ? "downgrade" : "upgrade"
            return try await Tool.finishAside(tool.process([verb, target] + history.options))
        }

        // MARK: The connection

        @Test(.timeLimit(.minutes(60)))
        func theServerEndsTheHoldersSession() async throws {
            var random = SeededRandom(Rounds.seed)
            let history = try LoggedHistory(in: folder, count: 6) { _ in "SELECT pg_sleep(0.01);" }
            for round in 0..<Rounds.count(reduced: 3, full: 200) {
                let pause = Int.random(in: 0..<150_000, using: &random)
                try await PostgresServer.withDatabase { database in
                    let hasEnded = Mutex(false)
                    async let run = {
                        defer { hasEnded.withLock { $0 = true } }
                        return try await upgrade(database, history)
                    }()
                    let watch = try await database.connect()
                    // On a busy machine the whole run may pass between two looks.
                    try await poll(for: "the run's session") {
                        if hasEnded.withLock({ $0 }) { return true }
                        return try await !watch.query("SELECT 1 \(Self.sessions)").isEmpty
                    }
                    try await Task.sleep(for: .microseconds(pause))
                    try await watch.execute("SELECT pg_terminate_backend(pid) \(Self.sessions)")
                    await watch.close()
                    expectEnd(try await run, "round \(round)")
                    try await history.expectWhole(database, "round \(round)")
                    try await expectMended(database, history, "round \(round)")
                }
            }
        }

        private static let sessions = """
            FROM pg_stat_activity WHERE datname = current_database()
                AND application_name = '\(PostgresDatabase.runName)'
            """

        @Test(.timeLimit(.minutes(60)), arguments: [true, false])
        func theConnectionBreaksAfterSoManyBytes(fromClient: Bool) async throws {
            var random = SeededRandom(Rounds.seed)
            let history = try LoggedHistory(in: folder, count: 5)
            let whole = try await PostgresServer.withDatabase { database in
                let proxy = try PostgresProxy(to: database.url)
                let result = try await upgrade(database, history, through: proxy.proxied)
                #expect(result.status == 0, "\(result.errors)")
                proxy.stop()
                return proxy.traffic
            }
            // The engine's tables, the lock's own row, and the steps.
            #expect(whole.commits == 7)
            // The client's last five bytes are its goodbye, which may be too late for the proxy.
            let bytes = fromClient ? whole.clientBytes - 5 : whole.serverBytes
            for round in 0..<Rounds.count(reduced: 3, full: 200) {
                let count = Int.random(in: 1..<bytes, using: &random)
                let when = "round \(round), \(count) of \(bytes) bytes"
                try await expectMended(history, fromClient ? .clientBytes(count) : .serverBytes(count), when)
            }
        }

        /// The first COMMIT is that of the engine's tables, where they are missing, the next that of the lock's own row; each
        /// step has one after it.
        @Test(.timeLimit(.minutes(60)))
        func aLostAnswerToCommitIsFoundInTheJournal() async throws {
            let history = try LoggedHistory(in: folder, count: 3)
            for commit in 3...5 {
                try await PostgresServer.withDatabase { database in
                    let when = "COMMIT \(commit)"
                    let proxy = try PostgresProxy(to: database.url, cut: .afterCommit(commit))
                    let result = try await upgrade(database, history, through: proxy.proxied)
                    #expect(proxy.traffic.isCut, "\(when)")
                    proxy.stop()
                    #expect(result.status == 0, "\(when): \(result.errors)")
                    let steps = try result.json()["steps"] as? [[String: Any]] ?? []
                    #expect(steps.compactMap { $0["revision"] as? String } == history.ids, "\(when)")
                    try await history.expectHead(database, when)

                    // The same on the way back, where the tables are there.
                    let back = try PostgresProxy(to: database.url, cut: .afterCommit(commit - 1))
                    let down = try await upgrade(database, history, through: back.proxied, to: "base")
                    back.stop()
                    #expect(down.status == 0, "\(when): \(down.errors)")
                    #expect(try await history.expectWhole(database, when) == 0)
                }
            }
        }

        /// Nobody knows whether the server has carried it out before it noticed: the journal does.
        @Test(.timeLimit(.minutes(60)))
        func aConnectionThatBreaksWhileTheServerCommits() async throws {
            let history = try LoggedHistory(in: folder, count: 3)
            for round in 0..<Rounds.count(reduced: 1, full: 50) {
                for commit in 1...5 {
                    try await expectMended(history, .whileCommitting(commit), "round \(round), COMMIT \(commit)")
                }
            }
        }

        @Test(.timeLimit(.minutes(60)))
        func aCommitThatNeverArrivesIsRolledBack() async throws {
            let history = try LoggedHistory(in: folder, count: 3)
            for commit in 1...5 {
                try await PostgresServer.withDatabase { database in
                    let when = "COMMIT \(commit)"
                    let proxy = try PostgresProxy(to: database.url, cut: .beforeCommit(commit))
                    let result = try await upgrade(database, history, through: proxy.proxied)
                    proxy.stop()
                    #expect(result.status == 5, "\(when): \(result.errors)")
                    #expect(try await history.expectWhole(database, when) == max(0, commit - 3), "\(when)")
                    try await expectMended(database, history, when)
                    #expect(try await database.number("SELECT count(*) FROM migrator_journal") == 3, "\(when)")
                }
            }
        }

        // MARK: Signals

        @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
        func aSignalWithinALongStatement(_ signal: Int32, _ status: Int32) async throws {
            let history = try LoggedHistory(in: folder, count: 3) { index in
                index == 1 ? "SELECT pg_sleep(CASE WHEN nextval('tries') = 1 THEN 600 ELSE 0 END);" : ""
            }
            try await PostgresServer.withDatabase { database in
                try await database.execute("CREATE SEQUENCE tries")
                let process = database.tool(in: folder).process(["upgrade", "head"] + history.options)
                async let run = Tool.finishAside(process)
                let watch = try await database.connect()
                try await poll(for: "the long statement") {
                    try await !watch.query("SELECT 1 \(Self.sessions) AND wait_event = 'PgSleep'").isEmpty
                }
                let start = ContinuousClock.now
                kill(process.processIdentifier, signal)
                let result = try await run
                // Not the ten minutes of the statement.
                #expect(ContinuousClock.now - start < .seconds(60))
                #expect(result.status == status, "\(result.errors)")
                #expect(try await history.expectWhole(database, "signal \(signal)") == 1)
                try await poll(for: "the end of the session") {
                    try await watch.query("SELECT 1 \(Self.sessions)").isEmpty
                }
                let locks = """
                    SELECT 1 FROM pg_locks WHERE locktype = 'advisory'
                        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    """
                #expect(try await watch.query(locks).isEmpty)
                await watch.close()
                try await expectMended(database, history, "signal \(signal)")
            }
        }

        @Test func aSignalWhileWaitingForTheLock() async throws {
            let history = try LoggedHistory(in: folder, count: 3) { index in
                index == 1 ? "SELECT pg_advisory_xact_lock(4711);" : ""
            }
            try await PostgresServer.withDatabase { database in
                let gate = try await database.connect()
                try await gate.execute("SELECT pg_advisory_lock(4711)")
                async let holder = upgrade(database, history)
                try await poll(for: "the holder in its step") {
                    try await !gate.query("SELECT 1 \(Self.sessions) AND wait_event_type = 'Lock'").isEmpty
                }
                let process = database.tool(in: folder).process(["upgrade", "head"] + history.options)
                async let waiter = Tool.finishAside(process)
                try await poll(for: "one that waits") {
                    try await gate.query("SELECT 1 \(Self.sessions) AND query LIKE '%pg_try_advisory_lock%'").count == 1
                }
                kill(process.processIdentifier, SIGINT)
                #expect(try await waiter.status == 130)
                await gate.close()
                let result = try await holder
                #expect(result.status == 0, "\(result.errors)")
                try await history.expectHead(database, "the holder went on")
            }
        }

        /// The server warns whoever gives back a lock that he does not have.
        @Test func whoMayMakeNoTablesIsToldWhatIsMissingAndNoMore() async throws {
            let history = try LoggedHistory(in: folder, count: 1)
            try await PostgresServer.withDatabase { database in
                let role = "r\(UUID().uuidString.prefix(8).lowercased())"
                try await database.execute("CREATE ROLE \(role) LOGIN PASSWORD 'pw'")
                let at = try #require(database.url.firstIndex(of: "@"))
                let arguments = ["upgrade", "head", "--database", "postgres://\(role):pw\(database.url[at...])"]
                let process = database.tool(in: folder).process(arguments + ["--revisions", "revisions"])
                let result = try await Tool.finishAside(process)
                try await database.execute("DROP ROLE \(role)")
                #expect(result.status == 1)
                #expect(result.errors.contains("may not make tables") && !result.errors.contains("WARNING"))
                #expect(try await history.expectWhole(database, "nothing was run") == 0)
            }
        }

        // MARK: The server

        /// The server crashes in the middle of a run and comes back: what it had committed is done, and no more.
        @Test(.timeLimit(.minutes(60)))
        func theServerCrashes() async throws {
            var random = SeededRandom(Rounds.seed)
            let place = Script.serverFolder()
            let url = try await Script.run("postgres.sh", "start", place)
            do {
                let history = try LoggedHistory(in: folder, count: 8) { _ in "SELECT pg_sleep(0.03);" }
                for round in 0..<Rounds.count(reduced: 3, full: 30) {
                    let moment = Int.random(in: 0..<8, using: &random)
                    let database = try await PostgresDatabase(named: "crash\(round)", on: url)
                    async let run = upgrade(database, history)
                    let watch = try await database.connect()
                    try await poll(for: "step \(moment)") {
                        let isThere = "SELECT to_regclass('migrator_journal') IS NOT NULL"
                        guard try await watch.query(isThere).first?.values == [.bool(true)] else { return false }
                        let count = try await watch.query("SELECT count(*) AS n FROM migrator_journal").first
                        return try count?.get("n", as: Int64.self) ?? 0 >= moment
                    }
                    await watch.close()
                    try await Script.run("postgres.sh", "restart", place)
                    expectEnd(try await run, "round \(round)")
                    try await history.expectWhole(database, "round \(round)")
                    try await expectMended(database, history, "round \(round)")
                }
            } catch {
                _ = try? await Script.run("postgres.sh", "stop", place)
                throw error
            }
            try await Script.run("postgres.sh", "stop", place)
        }
    }
}
