import Foundation
import MigratorDatabase
import MigratorPostgres
import MigratorSQLite
import MigratorTestSupport
import Synchronization
import Testing

extension PostgresToolTests {
    /// Databases that Alembic made are taken over in place, and could be given back.
    @Suite(.enabled(if: AlembicProject.isThere, "python3 with ensurepip is not installed"))
    struct AlembicTakeover {
        private let folder = TemporaryFolder("takeover")

        @Test func fromEveryRevision() async throws {
            let wanted = try await PostgresServer.withDatabase { database in
                #expect(try await database.tool(in: folder).runAside("upgrade", "head").status == 0)
                return try await Contents(of: database)
            }
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for (index, revision) in AlembicProject.revisions.enumerated() {
                    // As many at once as there are processors at least.
                    if index > 1 { try await tasks.next() }
                    tasks.addTask {
                        try await PostgresServer.withDatabase { try await takeOver($0, index, revision, wanted) }
                    }
                }
                try await tasks.waitForAll()
            }
        }

        private func takeOver(
            _ database: PostgresDatabase,
            _ index: Int,
            _ revision: String,
            _ wanted: Contents
        ) async throws {
            let alembic = AlembicProject(database)
            let tool = database.tool(in: folder)
            try await alembic.run("upgrade", revision)

            let current = try await tool.runAside("current", "--format", "json").json()
            #expect(current["heads"] as? [String] == [revision])
            #expect((current["pending"] as? [Any])?.count == 8 - index)
            let upgrade = try await tool.runAside("upgrade", "head", "--format", "json")
            #expect(upgrade.status == 0, "\(revision): \(upgrade.errors)")
            #expect((try upgrade.json()["steps"] as? [Any])?.count == 8 - index, "\(revision)")
            #expect(try await Contents(of: database) == wanted, "\(revision)")
            #expect(try await versionType(database) == "character varying(32)")

            #expect(try await tool.runAside("downgrade", revision).status == 0)
            #expect(try await alembic.run("current").prefix(12) == revision)
            if revision == "cc04580c04ef" {
                // Alembic goes on where it was, and so do we.
                try await alembic.run("upgrade", "head")
                try await alembic.run("downgrade", "-1")
                #expect(try await tool.runAside("upgrade", "head").status == 0)
                #expect(try await Contents(of: database) == wanted, "\(revision), given back")
            }

            // What Alembic did is taken back, too.
            let base = try await tool.runAside("downgrade", "base")
            #expect(base.status == 0, "\(revision): \(base.errors)")
            let left = "SELECT tablename FROM pg_tables WHERE tablename ~ '^(naming|agent)'"
            #expect(try await database.rows(left) == [])
        }

        private struct Contents: Equatable {
            let schema: [String]
            let rows: [[String]]

            init(of database: PostgresDatabase) async throws {
                schema = try await database.schemaDump()
                rows = try await database.rows(
                    """
                    SELECT id::text, name, description, emoji, weight::text, enabled, custom_data::jsonb::text,
                        generation_numbers::jsonb::text, traits::jsonb::text, base_names::jsonb::text
                    FROM naming_spirits ORDER BY name
                    """
                )
            }
        }

        private func versionType(_ database: PostgresDatabase) async throws -> String? {
            try await database.rows(
                """
                SELECT format_type(atttypid, atttypmod) FROM pg_attribute
                WHERE attrelid = 'alembic_version'::regclass AND attname = 'version_num'
                """
            ).first?.first
        }

        /// A run of Alembic that has written its row and not committed is waited for; what it did is not done again.
        @Test(arguments: ["183c8980160f", "cc04580c04ef", "9f94d908afb9"])
        func aBusyAlembicIsWaitedFor(_ target: String) async throws {
            try await PostgresServer.withDatabase { database in
                let alembic = AlembicProject(database)
                let index = try #require(AlembicProject.revisions.firstIndex(of: target))
                if index > 0 { try await alembic.run("upgrade", AlembicProject.revisions[index - 1]) }
                let result = try await whileAlembicIsBusy(database, upgradingTo: target) {
                    let current = try await database.tool(in: folder).runAside("current")
                    #expect(current.status == 0, "\(current.errors)")
                }
                #expect(result.alembic.status == 0, "\(result.alembic.errors)")
                #expect(result.ours.status == 0, "\(result.ours.errors)")
                #expect((try result.ours.json()["steps"] as? [Any])?.count == 8 - index)
                #expect(try await database.rows("SELECT version_num FROM alembic_version") == [["a90c5d3e7f21"]])
                let journal = try await database.rows("SELECT revision FROM migrator_journal ORDER BY id")
                #expect(journal.count == 8 - index)
                #expect(!journal.contains([target]))
                #expect(try await versionType(database) == "character varying(32)")
            }
        }

        /// One that is undone has done nothing.
        @Test func aBusyAlembicThatFailsIsGoneOnFor() async throws {
            try await PostgresServer.withDatabase { database in
                let result = try await whileAlembicIsBusy(database, upgradingTo: "183c8980160f") {
                    try await database.execute(
                        """
                        SELECT pg_terminate_backend(pid) \(Self.paused)
                        """
                    )
                }
                #expect(result.alembic.status != 0)
                #expect(result.ours.status == 0, "\(result.ours.errors)")
                #expect((try result.ours.json()["steps"] as? [Any])?.count == 9)
                #expect(try await versionType(database) == "character varying(255)")
            }
        }

        private static let pause = 4711
        private static let paused = """
            FROM pg_locks WHERE locktype = 'advisory' AND objid = \(pause) AND NOT granted
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """

        /// Starts an upgrade while a run of Alembic is stopped before its COMMIT; both end after the body.
        private func whileAlembicIsBusy(
            _ database: PostgresDatabase,
            upgradingTo target: String,
            _ body: () async throws -> Void
        ) async throws -> (alembic: ToolResult, ours: ToolResult) {
            let gate = try await database.connect()
            try await gate.execute("SELECT pg_advisory_lock(\(Self.pause))")
            async let theirs = AlembicProject(database).attempt(["upgrade", target], pausingFor: Self.pause)
            do {
                try await poll(for: "Alembic before its COMMIT") {
                    try await !gate.query("SELECT 1 \(Self.paused)").isEmpty
                }
                let end = Mutex<ToolResult?>(nil)
                async let ours = {
                    let result = try await database.tool(in: folder).runAside("upgrade", "head", "--format", "json")
                    end.withLock { $0 = result }
                    return result
                }()
                do {
                    try await poll(for: "a run that waits") {
                        // One that has ended waits no longer: what it said is the reason.
                        if let result = end.withLock({ $0 }) { throw ToolFailure(result) }
                        return try await !gate.query(
                            """
                            SELECT 1 FROM pg_stat_activity WHERE application_name = '\(PostgresDatabase.runName)'
                                AND datname = current_database() AND wait_event_type = 'Lock'
                            """
                        ).isEmpty
                    }
                    try await body()
                } catch {
                    await gate.close()
                    throw error
                }
                await gate.close()
                return try await (theirs, ours)
            } catch {
                await gate.close()
                throw error
            }
        }

        @Test func onSQLite() async throws {
            for (index, revision) in AlembicProject.revisions.enumerated() where index % 2 == 0 {
                let path = "\(folder.path)/\(index).db"
                let alembic = AlembicProject(sqlite: path)
                let tool = Tool(in: folder.path, environment: ["DATABASE_URL": "sqlite:\(path)"])
                try await alembic.run("upgrade", revision)
                let upgrade = try await tool.runAside("upgrade", "head", "--format", "json")
                #expect(upgrade.status == 0, "\(revision): \(upgrade.errors)")
                #expect((try upgrade.json()["steps"] as? [Any])?.count == 8 - index, "\(revision)")
                #expect(try await tool.runAside("downgrade", revision).status == 0)
                #expect(try await alembic.run("current").prefix(12) == revision)
                let base = try await tool.runAside("downgrade", "base")
                #expect(base.status == 0, "\(revision): \(base.errors)")
            }
        }
    }
}
