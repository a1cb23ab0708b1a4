import Foundation
import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorPostgres
import MigratorTestSupport
import Testing

extension PostgresTests {
    /// Locks that others hold, and locks that are lost.
    @Suite struct Locks {
        struct MakeLog: Revision {
            static let id: RevisionID = "log"

            func upgrade(_ op: Operations) {
                op.createTable("log") {
                    Column("id", .integer).primaryKey().identity()
                    Column("step", .text)
                }
            }
        }

        struct Alters: Revision {
            static let id: RevisionID = "alters"
            static let parents: [RevisionID] = ["log"]

            func upgrade(_ op: Operations) {
                op.bulkInsert(into: "log", [["step": "alters"]])
                op.addColumn(Column("more", .integer), to: "log")
            }
        }

        @Test func anAlterThatWaitsHoldsNobodyUpForLongerThanItsTime() async throws {
            try await PostgresServer.withDatabase { database in
                try await database.migrator([MakeLog.self]).upgrade()
                let events = Events()
                let migrator = try database.migrator([MakeLog.self, Alters.self]) {
                    $0.statementLockTimeout = .milliseconds(200)
                }
                let reader = try await database.connect()
                try await reader.begin()
                try await reader.execute("SELECT * FROM log")
                async let run: RunReport = migrator.upgrade(observe: events.add)

                // What the application asks meanwhile queues behind the ALTER, but not for long.
                let application = try await database.connect()
                var longest = Duration.zero
                while events.words.filter({ $0.hasPrefix("retried") }).count < 4 {
                    let time = try await ContinuousClock().measure {
                        try await application.execute("SELECT 1 FROM log")
                    }
                    longest = max(longest, time)
                }
                #expect(longest > .milliseconds(20), "the ALTER was never in the way: the test shows nothing")
                #expect(longest < .seconds(20))
                try await reader.rollback()
                let report = try await run
                #expect(report.steps.map(\.revision) == ["alters"])
                // What was rolled back is not told of.
                #expect(report.payloads.map(\.rows) == [1])
                await reader.close()
                await application.close()
            }
        }

        @Test func triesAreBounded() async throws {
            try await PostgresServer.withDatabase { database in
                try await database.migrator([MakeLog.self]).upgrade()
                let reader = try await database.connect()
                try await reader.begin()
                try await reader.execute("SELECT * FROM log")
                let migrator = try database.migrator([MakeLog.self, Alters.self]) {
                    $0.statementLockTimeout = .milliseconds(20)
                    $0.lockRetries = 2
                }
                let error = try await migratorError { try await migrator.upgrade() }
                #expect(error.code == .lockUnavailable)
                #expect(error.message.contains("It was tried 3 times."), "\(error)")
                #expect(error.message.contains("Nothing was changed"), "\(error)")
                await reader.close()
            }
        }

        @Test func aWriterOfTheVersionTableIsWaitedFor() async throws {
            try await PostgresServer.withDatabase { database in
                try await database.migrator([MakeLog.self]).upgrade()
                // As Alembic does: no lock, and the row changes at the end of its transaction.
                let alembic = try await database.connect()
                try await alembic.begin()
                try await alembic.execute("UPDATE alembic_version SET version_num = 'alters'")
                let migrator = try database.migrator([MakeLog.self, Alters.self]) {
                    $0.statementLockTimeout = .milliseconds(50)
                }
                let events = Events()
                async let run: RunReport = migrator.upgrade(observe: events.add)
                try await poll { events.words.contains("retried alters 1") }
                try await alembic.commit()
                await alembic.close()
                #expect(try await run.steps.isEmpty)
                #expect(events.words.contains("skipped alters"))
                #expect(try await database.rows("SELECT count(*) FROM migrator_journal") == [["1"]])
            }
        }

        /// As if another run had taken the lock meanwhile and written itself down.
        struct LosesLock: Revision {
            static let id: RevisionID = "loses"
            static let parents: [RevisionID] = ["log"]

            func upgrade(_ op: Operations) {
                op.execute("INSERT INTO log (step) VALUES ('loses')")
                op.execute("SELECT pg_advisory_unlock_all(); UPDATE migrator_lock SET run = gen_random_uuid()")
            }
        }

        struct ComesAfter: Revision {
            static let id: RevisionID = "after"
            static let parents: [RevisionID] = ["loses"]

            func upgrade(_ op: Operations) {
                op.execute("INSERT INTO log (step) VALUES ('after')")
            }
        }

        @Test func aRunThatHasLostTheLockStopsAtTheFence() async throws {
            try await PostgresServer.withDatabase { database in
                let types: [any Revision.Type] = [MakeLog.self, LosesLock.self, ComesAfter.self]
                let migrator = try database.migrator(types)
                try await migrator.upgrade(to: "log")
                let error = try await migratorError { try await migrator.upgrade() }
                #expect(error.code == .lockUnavailable)
                #expect(error.message.contains("lost the lock"), "\(error)")
                #expect(try await database.rows("SELECT step FROM log ORDER BY id") == [["loses"]])
                #expect(try await migrator.upgrade().steps.map(\.revision) == ["after"])
                #expect(try await database.rows("SELECT step FROM log ORDER BY id") == [["loses"], ["after"]])
            }
        }

        @Test func aDeadlockIsTriedAgain() async throws {
            try await PostgresServer.withDatabase { database in
                try await database.migrator([MakeLog.self]).upgrade()
                try await database.execute("CREATE TABLE other (id int)")
                let rival = try await database.connect()
                // The run is to be the one who finds out.
                try await rival.execute("SET deadlock_timeout = '60s'")
                try await rival.begin()
                try await rival.execute("LOCK TABLE other IN ACCESS EXCLUSIVE MODE")
                let events = Events()
                let migrator = try database.migrator([MakeLog.self, LocksBoth.self]) { $0.statementLockTimeout = nil }
                async let run: RunReport = migrator.upgrade(observe: events.add)
                let watcher = try await database.connect()
                let locked = """
                    SELECT 1 FROM pg_locks WHERE relation = 'log'::regclass AND mode = 'AccessExclusiveLock' AND granted
                        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    """
                try await poll { try await !watcher.query(locked).isEmpty }
                try await rival.execute("LOCK TABLE log IN ACCESS EXCLUSIVE MODE")
                try await rival.commit()
                #expect(try await run.steps.map(\.revision) == ["both"])
                #expect(events.words.contains("retried both 1"))
                await rival.close()
                await watcher.close()
            }
        }

        struct LocksBoth: Revision {
            static let id: RevisionID = "both"
            static let parents: [RevisionID] = ["log"]

            func upgrade(_ op: Operations) {
                op.execute("LOCK TABLE log IN ACCESS EXCLUSIVE MODE")
                // Until the rival waits, or is gone.
                op.execute(
                    """
                    DO $$
                    DECLARE here oid := (SELECT oid FROM pg_database WHERE datname = current_database());
                    BEGIN
                        WHILE NOT EXISTS (
                                SELECT FROM pg_locks WHERE database = here AND relation = 'log'::regclass AND NOT granted)
                            AND EXISTS (SELECT FROM pg_locks WHERE database = here AND relation = 'other'::regclass)
                        LOOP PERFORM pg_sleep(0.005); END LOOP;
                    END $$
                    """
                )
                op.execute("LOCK TABLE other IN ACCESS EXCLUSIVE MODE")
            }
        }
    }
}
