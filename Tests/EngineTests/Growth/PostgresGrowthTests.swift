import Foundation
import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorPostgres
import MigratorTestSupport
import Testing

extension PostgresTests {
    /// The engine's tables grow on PostgreSQL, as far as the role may let them.
    @Suite struct GrowthRuns {
        private let column =
            "SELECT 1 FROM pg_attribute WHERE attrelid = 'migrator_journal'::regclass AND attname = 'version_table'"
        private let journal = "SELECT revision, version_table FROM migrator_journal ORDER BY id"

        private func connect(_ database: PostgresDatabase, as role: String? = nil) -> MigrationEngine.Connect {
            let url = role.map { database.url("options=-c%20role%3D\($0)") } ?? database.url
            return { try await PostgresSession(PostgresSessionConfiguration(connectionString: url)) }
        }

        private func older(_ bench: GrowthBench, _ database: PostgresDatabase) async throws {
            let checksum = try await bench.checksumOfFirst()
            let step = OlderTables.step(1, "CREATE TABLE one (i int)", "first", checksum: checksum)
            for statement in OlderTables.postgres + step { try await database.execute(statement) }
        }

        @Test func whatAnOlderProgramMadeGrowsWithTheFirstStep() async throws {
            try await PostgresServer.withDatabase { database in
                let bench = try GrowthBench()
                try await older(bench, database)
                let migrator = try bench.migrator(connect(database))
                #expect(try await migrator.upgrade(to: "first").steps.isEmpty)
                #expect(try await migrator.check([.edited, .payload]).findings.isEmpty)
                #expect(try await database.rows(column).isEmpty)
                let events = Events()
                #expect(try await migrator.upgrade(observe: events.add).steps.map(\.revision) == ["second"])
                #expect(events.words.filter { $0.hasPrefix("NOTICE") }.isEmpty, "\(events.words)")
                #expect(try await database.rows(journal) == [["first", "NULL"], ["second", "alembic_version"]])
                // The older program goes on.
                let step = OlderTables.step(2, "DROP TABLE two", "first", checksum: "other")
                for statement in [OlderTables.takesLock, OlderTables.fence] + step {
                    try await database.execute(statement)
                }
                #expect(try await database.rows(OlderTables.journalQuery).count == 3)
                let error = try await migratorError { try await migrator.upgrade() }
                #expect(error.code == .checksumMismatch)
            }
        }

        @Test func twoVersionTablesInOneSchemaAreTwoHistories() async throws {
            try await PostgresServer.withDatabase { database in
                let (one, two) = (try GrowthBench(), try GrowthBench("b_", second: "CREATE TABLE b_two (i int)"))
                let (a, b) = (
                    try one.migrator(connect(database), of: "va"), try two.migrator(connect(database), of: "vb")
                )
                #expect(try await a.upgrade().steps.count == 2)
                #expect(try await b.upgrade().steps.count == 2)
                #expect(try await a.upgrade().steps.isEmpty)
                #expect(try await b.downgrade(to: "first").steps.count == 1)
                let versions = "SELECT event::json ->> 'version_table' FROM migrator_outbox ORDER BY id"
                #expect(try await database.rows(versions) == [["va"], ["va"], ["vb"], ["vb"], ["vb"]])
                try await b.stamp(["first"], purge: true)
                try one.write("c_", second: "CREATE TABLE two (i int)")
                let error = try await migratorError { try await one.migrator(connect(database), of: "va").upgrade() }
                #expect(error.code == .checksumMismatch)
                for table in ["migrator_lock_va", "migrator_lock_vb"] {
                    #expect(try await database.rows("SELECT id FROM \(table)") == [["1"]])
                }
                #expect(try await database.rows("SELECT id FROM migrator_lock").isEmpty)
            }
        }

        /// Each has its steps while the other is in the middle of one.
        @Test(arguments: [["alembic_version", "vb"], ["va", "vb"], ["va", "Va"]])
        func runsOverTwoVersionTablesDoNotStopOneAnother(_ tables: [String]) async throws {
            try await PostgresServer.withDatabase { database in
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for (index, table) in tables.enumerated() {
                        group.addTask {
                            var done = 0
                            for _ in 0..<3 {
                                let wait = "CREATE TABLE t\(index)_two AS SELECT pg_sleep(0.05)::text AS t"
                                let bench = try GrowthBench("t\(index)_", second: wait)
                                let migrator = try bench.migrator(connect(database), of: table)
                                done += try await migrator.upgrade().steps.count
                                done += try await migrator.downgrade(to: "base").steps.count
                            }
                            return done
                        }
                    }
                    for try await done in group { #expect(done == 12) }
                }
            }
        }

        @Test(arguments: ["alembic_version", "va"])
        func aRoleThatMayNotLetThemGrowIsToldTheStatementsAndGoesOn(_ table: String) async throws {
            try await PostgresServer.withDatabase { database in
                let bench = try GrowthBench()
                try await older(bench, database)
                let role = "limited_\(UUID().uuidString.prefix(8).lowercased())"
                try await database.execute("CREATE TABLE va (version_num varchar(255) PRIMARY KEY)")
                try await database.execute("INSERT INTO va VALUES ('first')")
                try await database.execute("CREATE ROLE \(role)", "CREATE SCHEMA app AUTHORIZATION \(role)")
                try await database.execute(
                    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO \(role)"
                )
                try bench.write(second: "CREATE TABLE app.two (i int)")
                let migrator = try bench.migrator(connect(database, as: role), of: table)
                let events = Events()
                #expect(try await migrator.upgrade(observe: events.add).steps.count == 1)
                let notices = events.words.filter { $0.hasPrefix("NOTICE") }
                #expect(notices.count == 1, "\(notices)")
                let notice = try #require(notices.first)
                #expect(notice.contains("the role \(role) may not let migrator's tables grow"), "\(notice)")
                #expect(try await database.rows(column).isEmpty)
                #expect(try await database.rows("SELECT id FROM migrator_lock") == [["1"]])

                // Run by an administrator, that is all it takes.
                let script = try #require(notice.range(of: "this once: ").map { notice[$0.upperBound...] })
                for statement in script.split(separator: ";") where statement.contains(" ") {
                    try await database.execute("\(statement)")
                }
                let heard = Events()
                try await database.execute("DROP TABLE app.two", "UPDATE \(table) SET version_num = 'first'")
                #expect(try await migrator.upgrade(observe: heard.add).steps.count == 1)
                #expect(heard.words.filter { $0.hasPrefix("NOTICE") }.isEmpty, "\(heard.words)")
                #expect(try await database.rows(journal).last == ["second", table])
                if table == "va" { #expect(try await database.rows("SELECT id FROM migrator_lock_va") == [["1"]]) }
                try await database.execute("DROP OWNED BY \(role)", "DROP ROLE \(role)")
            }
        }

        @Test func aTableThatIsInUseGrowsTheNextTime() async throws {
            try await PostgresServer.withDatabase { database in
                let bench = try GrowthBench()
                try await older(bench, database)
                let reader = try await database.connect()
                try await reader.begin()
                try await reader.execute("SELECT * FROM migrator_journal")
                let events = Events()
                let migrator = try bench.migrator(connect(database))
                #expect(try await migrator.upgrade(observe: events.add).steps.count == 1)
                #expect(events.words.contains { $0.contains("The next run tries again") }, "\(events.words)")
                try await reader.rollback()
                await reader.close()
                #expect(try await migrator.downgrade(to: "first").steps.count == 1)
                #expect(try await database.rows(journal).map { $0[1] } == ["NULL", "NULL", "alembic_version"])
            }
        }

        @Test func aScriptLetsThemGrow() async throws {
            try await PostgresServer.withDatabase { database in
                let bench = try GrowthBench()
                try await older(bench, database)
                for range in ["first:second", "second:first"] {
                    let script = Script()
                    let migrator = try bench.migrator(connect(database))
                    let options = ScriptOptions(kind: .postgres)
                    if range.hasPrefix("first") {
                        try await migrator.upgradeScript(range, options, to: script.add)
                    } else {
                        try await migrator.downgradeScript(range, options, to: script.add)
                    }
                    let file = try bench.folder.write("script.sql", script.text)
                    let result = try Tool.finish(Tool.shell("psql", ["-qX", "-f", file, database.url]))
                    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
                }
                #expect(
                    try await database.rows(journal).map { $0[1] } == ["NULL", "alembic_version", "alembic_version"]
                )
            }
        }
    }
}
