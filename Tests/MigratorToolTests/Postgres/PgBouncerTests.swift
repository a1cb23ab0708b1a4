import Foundation
import MigratorDatabase
import MigratorPostgres
import MigratorTestSupport
import Testing

extension PostgresToolTests {
    /// Through PgBouncer, which gives each transaction another session.
    @Suite(.enabled(if: Script.finds("pgbouncer.sh"), "pgbouncer is not installed"))
    struct Pooled {
        private let folder = TemporaryFolder("pgbouncer")

        /// Lends a database, and the same by way of a pooler.
        private func withPooler(
            _ mode: String,
            _ body: (_ direct: PostgresDatabase, _ pooled: PostgresDatabase) async throws -> Void
        ) async throws {
            let place = Script.serverFolder()
            let url = try await Script.run("pgbouncer.sh", "start", place, PostgresServer.url ?? "", mode)
            do {
                try await PostgresServer.withDatabase { database in
                    try await body(database, database.through(url))
                }
            } catch {
                _ = try? await Script.run("pgbouncer.sh", "stop", place)
                throw error
            }
            try await Script.run("pgbouncer.sh", "stop", place)
        }

        private func run(_ database: PostgresDatabase, _ arguments: [String]) async throws -> ToolResult {
            try await Tool.finishAside(database.tool(in: folder).process(arguments))
        }

        @Test(arguments: ["session", "transaction"])
        func theECSHistoryGoesUpAndDown(_ mode: String) async throws {
            try await withPooler(mode) { direct, pooled in
                for _ in 0..<2 {
                    let up = try await run(pooled, ["upgrade", "head", "--format", "json"])
                    #expect(up.status == 0, "\(up.errors)")
                    #expect((try up.json()["steps"] as? [Any])?.count == 9)
                    #expect(try await direct.number("SELECT count(*) FROM trait_combinations") == 500)
                    let current = try await run(pooled, ["current", "--format", "json"])
                    #expect(try current.json()["at_head"] as? Bool == true, "\(current.errors)")
                    #expect(try await run(pooled, ["check"]).status == 0)
                    let down = try await run(pooled, ["downgrade", "base"])
                    #expect(down.status == 0, "\(down.errors)")
                }
                #expect(try await direct.rows("SELECT * FROM alembic_version") == [])
                let left = "SELECT tablename FROM pg_tables WHERE tablename ~ '^(naming|agent)'"
                #expect(try await direct.rows(left) == [])
            }
        }

        @Test(arguments: ["session", "transaction"])
        func sixProcessesAtOnce(_ mode: String) async throws {
            for round in 0..<Rounds.count(reduced: 2, full: 50) {
                try await withPooler(mode) { direct, pooled in
                    let history = try LoggedHistory(in: folder, count: 6)
                    let arguments = Array(repeating: ["upgrade", "head"] + history.options, count: 6)
                    let results = try await Race(pooled.tool(in: folder)).run(arguments)
                    for result in results { #expect(result.status == 0, "\(mode) \(round): \(result.errors)") }
                    let applied = try results.reduce(0) { $0 + ((try $1.json()["steps"] as? [Any])?.count ?? 0) }
                    #expect(applied == 6, "\(mode) \(round)")
                    try await history.expectHead(direct, "\(mode) \(round)")
                    #expect(try await direct.number("SELECT count(*) FROM migrator_journal") == 6)
                }
            }
        }

        @Test(arguments: ["session", "transaction"])
        func sixProcessesHalfOfThemDirect(_ mode: String) async throws {
            for round in 0..<Rounds.count(reduced: 2, full: 50) {
                try await withPooler(mode) { direct, pooled in
                    let history = try LoggedHistory(in: folder, count: 6)
                    let arguments = (0..<6).map { index in
                        let database = index % 2 == 0 ? direct : pooled
                        return ["upgrade", "head", "--database", database.url] + history.options
                    }
                    let results = try await Race(Tool(in: folder.path)).run(arguments)
                    for result in results { #expect(result.status == 0, "\(mode) \(round): \(result.errors)") }
                    try await history.expectHead(direct, "\(mode) \(round)")
                    #expect(try await direct.number("SELECT count(*) FROM migrator_journal") == 6)
                }
            }
        }

        @Test(arguments: ["session", "transaction"])
        func whatCannotRunInATransactionIsRefused(_ mode: String) async throws {
            try await withPooler(mode) { direct, pooled in
                let history = try LoggedHistory(in: folder, count: 2)
                try folder.write(
                    "revisions/2000.sql",
                    """
                    -- revision: concurrent
                    -- parents: r1
                    -- transaction: off

                    -- upgrade
                    CREATE INDEX CONCURRENTLY ix_t0 ON t0 (id);
                    -- downgrade
                    DROP INDEX CONCURRENTLY ix_t0;
                    """
                )
                let refused = try await run(pooled, ["upgrade", "head"] + history.options)
                #expect(refused.status == 1)
                let error = try refused.jsonError()
                #expect(error["code"] as? String == "unsupportedByDialect", "\(error)")
                #expect(error["revision"] as? String == "concurrent", "\(error)")
                #expect((error["message"] as? String)?.contains("Nothing was run") == true, "\(error)")
                #expect(try await history.expectWhole(direct, mode) == 0)

                #expect(try await run(pooled, ["upgrade", "r1"] + history.options).status == 0)
                #expect(try await run(direct, ["upgrade", "head"] + history.options).status == 0)
                #expect(try await direct.rows("SELECT version_num FROM alembic_version") == [["concurrent"]])
                #expect(try await run(pooled, ["downgrade", "r1"] + history.options).status == 1)
                #expect(try await direct.rows("SELECT version_num FROM alembic_version") == [["concurrent"]])
            }
        }

        /// One by way of the pooler and one beside it, each while the other is in the middle of a step.
        @Test(arguments: ["session", "transaction"])
        func aPooledRunAndADirectOneExcludeEachOther(_ mode: String) async throws {
            try await withPooler(mode) { direct, pooled in
                let history = try LoggedHistory(in: folder, count: 3) { index in
                    index > 0 ? "SELECT pg_advisory_xact_lock(4711);" : ""
                }
                // By way of the pooler the lock is held within a step only: between two the other could come first.
                for (holder, other, target) in [(direct, pooled, "r1"), (pooled, direct, "r2")] {
                    let gate = try await direct.connect()
                    try await gate.execute("SELECT pg_advisory_lock(4711)")
                    async let held = run(
                        holder,
                        ["upgrade", target, "--statement-lock-timeout", "0"] + history.options
                    )
                    do {
                        try await poll(for: "the holder in its step") {
                            try await !gate.query(
                                """
                                SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted
                                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                                """
                            ).isEmpty
                        }
                        let impatient = ["upgrade", target, "--lock-timeout", "1"]
                        let refused = try await run(other, impatient + history.options)
                        #expect(refused.status == 4, "\(mode), \(target): \(refused.errors)")
                        let message = try refused.jsonError()["message"] as? String ?? ""
                        #expect(message.contains("pg_terminate_backend"), "\(message)")
                    } catch {
                        await gate.close()
                        throw error
                    }
                    async let second = run(other, ["upgrade", target] + history.options)
                    await gate.close()
                    let results = try await [held, second]
                    for result in results { #expect(result.status == 0, "\(mode), \(target): \(result.errors)") }
                    try await history.expectWhole(direct, "\(mode), \(target)")
                    #expect(try await direct.rows("SELECT version_num FROM alembic_version") == [[target]])
                }
            }
        }
    }
}
