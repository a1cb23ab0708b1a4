import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorPostgres
import MigratorTestSupport
import Testing

extension PostgresTests {
    /// What a revision sets, makes and prepares in its session, on PostgreSQL.
    @Suite struct Sessions {
        private static func with(_ body: (SessionBench) async throws -> Void) async throws {
            try await SessionBench.with(.postgres, body)
        }

        @Test(
            arguments: [
                ("CREATE TEMP TABLE scratch AS SELECT 1 AS n;", "CREATE TEMP TABLE scratch AS SELECT 2 AS n;"),
                ("CREATE TABLE pg_temp.scratch (n int);", "CREATE TABLE pg_temp.scratch (n int);"),
                ("PREPARE p AS SELECT 1;", "PREPARE p AS SELECT 2;"),
                ("DECLARE c CURSOR WITH HOLD FOR SELECT 1;", "DECLARE c CURSOR WITH HOLD FOR SELECT 2;"),
                ("CREATE SEQUENCE s;\nSELECT nextval('s');", "CREATE TABLE got AS SELECT currval('s') AS n;"),
                ("SET search_path = pg_catalog;", "CREATE TABLE placed (n int);"),
                (
                    "SELECT set_config('my.value', 'leaked', false);",
                    "CREATE TABLE got AS SELECT current_setting('my.value', true) AS v;"
                ),
                (
                    "CREATE TEMP TABLE stock (n int);",
                    "CREATE TABLE IF NOT EXISTS stock (n int);\nINSERT INTO stock VALUES (1);"
                ),
                (
                    "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1';",
                    "CREATE TABLE got AS SELECT pg_temp.f() AS n;"
                ),
            ],
            [true, false]
        )
        func oneRunAndTwoGiveOneDatabase(_ pair: (first: String, second: String), _ isTransactional: Bool) async throws
        {
            var ends: [[[String]]] = []
            for isOneRun in [true, false] {
                try await Self.with { bench in
                    try bench.write(1, pair.first, isTransactional: isTransactional)
                    try bench.write(2, pair.second, isTransactional: isTransactional)
                    if !isOneRun { try await bench.migrator().upgrade(to: "r1") }
                    do {
                        try await bench.migrator().upgrade()
                    } catch {}
                    let tables = try await bench.rows(
                        "SELECT schemaname, tablename FROM pg_tables WHERE tablename IN ('got', 'placed', 'stock') ORDER BY 1, 2"
                    )
                    ends.append(tables + [try await bench.versionRows()])
                }
            }
            #expect(ends[0] == ends[1])
        }

        @Test func aRetryBeginsWithoutWhatWasPrepared() async throws {
            try await Self.with { bench in
                try bench.write(1, "CREATE TABLE held (n int);")
                try bench.write(2, "PREPARE p AS SELECT 1;\nALTER TABLE held ADD COLUMN m int;")
                try await bench.migrator().upgrade(to: "r1")
                let other = try await bench.connection()
                try await other.begin()
                try await other.execute("SELECT count(*) FROM held")
                let migrator = try bench.migrator { $0.statementLockTimeout = .milliseconds(100) }
                let retried = Gate()
                async let run = migrator.upgrade { event in
                    if case .stepRetried = event { retried.open() }
                }
                try await poll(for: "a retry") { retried.isOpen }
                try await other.rollback()
                await other.close()
                #expect(try await run.steps.count == 1)
            }
        }

        @Test func theEngineWritesItsRowsAsItself() async throws {
            try await Self.with { bench in
                let role = "owner_\(UInt32.random(in: 0 ... .max))"
                try await bench.execute("CREATE ROLE \(role)", "CREATE SCHEMA owned AUTHORIZATION \(role)")
                try bench.write(
                    1,
                    """
                    SET ROLE \(role);
                    CREATE TABLE owned.ledger (id int);
                    INSERT INTO owned.ledger VALUES (1);
                    CREATE INDEX CONCURRENTLY ix_ledger_id ON owned.ledger (id);
                    SELECT set_config('search_path', 'owned', false);
                    INSERT INTO ledger VALUES (2);
                    """,
                    isTransactional: false
                )
                try bench.write(2, "CREATE TABLE mine (id int);")
                try await bench.migrator().upgrade()
                let owners = try await bench.rows(
                    "SELECT tablename, tableowner FROM pg_tables WHERE tablename IN ('ledger', 'mine') ORDER BY 1"
                )
                #expect(owners == [["ledger", role], ["mine", try await bench.column("SELECT current_user")[0]]])
                try await bench.execute("DROP OWNED BY \(role)", "DROP ROLE \(role)")
            }
        }

        @Test func aConcurrentBuildThatMeetsItsTimeoutLeavesNothing() async throws {
            try await Self.with { bench in
                try bench.write(1, "CREATE TABLE job (id int);")
                try bench.folder.write(
                    "revisions/2.sql",
                    """
                    -- revision: r2
                    -- parents: r1
                    -- transaction: off
                    -- lock-timeout: 0.2
                    -- lock-retries: 0

                    -- upgrade
                    CREATE INDEX CONCURRENTLY ix_job_id ON job (id);

                    -- downgrade
                    DROP INDEX CONCURRENTLY ix_job_id;
                    """
                )
                try await bench.migrator().upgrade(to: "r1")
                let other = try await bench.connection()
                try await other.begin()
                try await other.execute("INSERT INTO job VALUES (1)")
                let migrator = try bench.migrator()
                async let error = migratorError { try await migrator.upgrade() }
                // Its build is over by then, and what it has left is being dropped.
                try await poll(for: "the end of the build") {
                    let drops = "query LIKE 'DROP INDEX CONCURRENTLY IF EXISTS%' AND datname = current_database()"
                    return try await bench.column("SELECT count(*) FROM pg_stat_activity WHERE \(drops)") != ["0"]
                }
                try await other.commit()
                #expect(try await error.code == .lockUnavailable)
                let invalid = "SELECT count(*) FROM pg_index WHERE indrelid = 'job'::regclass AND NOT indisvalid"
                #expect(try await bench.column(invalid) == ["0"])

                try await migrator.upgrade()
                try await other.begin()
                try await other.execute("INSERT INTO job VALUES (2)")
                let dropping = try await migratorError { try await migrator.downgrade(to: "r1") }
                #expect(dropping.message.contains("marked invalid"), "\(dropping)")
                #expect(!dropping.message.contains("Nothing was changed"), "\(dropping)")
                try await other.commit()
                await other.close()
                try await migrator.downgrade(to: "r1")
                #expect(try await bench.column("SELECT to_regclass('ix_job_id') IS NULL") == ["true"])
            }
        }

        @Test func aStepThatIsBeingRunIsNoComplaint() async throws {
            try await Self.with { bench in
                try bench.write(1, "CREATE TABLE job (id int);\nSELECT pg_sleep(3);", isTransactional: false)
                let migrator = try bench.migrator()
                async let run = migrator.upgrade()
                try await poll {
                    (try? await bench.column("SELECT state FROM migrator_journal")) == ["begun"]
                }
                let current = try await migrator.current()
                #expect(current.isBeingRun)
                #expect(current.unfinished.map(\.revision) == ["r1"])
                _ = try await run
                #expect(try await !migrator.current().isBeingRun)
            }
        }
    }
}
