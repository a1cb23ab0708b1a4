import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorTestSupport
import Testing

/// A step that goes on has the session that its statements before have made.
struct ResumedSessionTests {
    private static func outcome(
        _ kind: DatabaseKind,
        _ before: String,
        _ after: String,
        from table: String = "log",
        setUp: (SessionBench) async throws -> Void = { _ in },
        _ change: (inout MigratorSettings) -> Void = { _ in }
    ) async throws -> (interrupted: [[String]], whole: [[String]]) {
        var ends: [[[String]]] = []
        for isInterrupted in [true, false] {
            try await SessionBench.with(kind) { bench in
                try await setUp(bench)
                try bench.write(
                    1,
                    "CREATE TABLE log (word text);\nCREATE TABLE source (word text);\nINSERT INTO source VALUES ('x');"
                )
                let stop = isInterrupted ? "INSERT INTO missing VALUES (1);" : ""
                try bench.write(2, "\(before)\n\(stop)\n\(after)", isTransactional: false)
                if isInterrupted {
                    let error = try await migratorError { try await bench.migrator().upgrade() }
                    #expect(error.message.contains("missing"), "\(error)")
                    try bench.write(2, "\(before)\n\(after)", isTransactional: false)
                }
                try await bench.migrator(change).upgrade()
                ends.append(try await bench.rows("SELECT * FROM \(table) ORDER BY 1"))
            }
        }
        return (ends[0], ends[1])
    }

    @Test(arguments: [
        ("PRAGMA ignore_check_constraints = ON;", "INSERT INTO checked VALUES (-1);"),
        ("ATTACH ':memory:' AS side;\nDETACH side;", "INSERT INTO checked VALUES (1);"),
        (
            "CREATE TEMP TABLE scratch (word text);\nINSERT INTO scratch VALUES ('kept');",
            "INSERT INTO log SELECT word FROM scratch;"
        ),
        ("CREATE TEMP TABLE scratch AS SELECT word FROM source;", "INSERT INTO log SELECT word FROM scratch;"),
        (
            "CREATE TEMP TRIGGER fire AFTER INSERT ON source BEGIN INSERT INTO log VALUES (new.word); END;",
            "INSERT INTO source VALUES ('fired');"
        ),
        ("CREATE TEMP VIEW words AS SELECT word FROM source;", "INSERT INTO log SELECT word FROM words;"),
    ])
    func onSQLite(_ before: String, _ after: String) async throws {
        let ends = try await Self.outcome(.sqlite, before, after) { bench in
            try await bench.execute("CREATE TABLE checked (n INTEGER CHECK (n > 0))")
        }
        #expect(ends.interrupted == ends.whole)
    }

    @Test func anAttachedFileIsThereAgain() async throws {
        let folder = TemporaryFolder("attached")
        let ends = try await Self.outcome(
            .sqlite,
            "ATTACH '\(folder.path)/side.db' AS side;\nCREATE TABLE IF NOT EXISTS side.entry (word text);",
            "INSERT INTO side.entry VALUES ('there');\nINSERT INTO log SELECT word FROM side.entry LIMIT 1;"
        )
        #expect(ends.interrupted == [["there"]])
        #expect(ends.whole == [["there"]])
    }

    @Test(
        .enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"),
        arguments: [
            ("SET my.value = 'kept';", "INSERT INTO log VALUES (current_setting('my.value'));"),
            (
                "SELECT set_config('my.value', 'by ' || lower('FUNCTION'), false);",
                "INSERT INTO log VALUES (current_setting('my.value'));"
            ),
            (
                "DO $$ BEGIN PERFORM set_config('my.value', 'by a block', false); END $$;",
                "INSERT INTO log VALUES (current_setting('my.value'));"
            ),
            (
                "CREATE SCHEMA aside;\nSET search_path = aside, public;",
                "CREATE TABLE made (i int);\nINSERT INTO log SELECT 'aside.made'::regclass::text;"
            ),
            (
                "CREATE TEMP TABLE scratch (word text);\nINSERT INTO scratch VALUES ('kept');",
                "INSERT INTO log SELECT word FROM scratch;"
            ),
            ("CREATE TEMP TABLE scratch AS SELECT word FROM source;", "INSERT INTO log SELECT word FROM scratch;"),
            ("PREPARE put (text) AS INSERT INTO log VALUES ($1);", "EXECUTE put('prepared');"),
            ("SET TIME ZONE 'Asia/Tokyo';", "INSERT INTO log VALUES (current_setting('TimeZone'));"),
            ("SET ROLE pg_monitor;\nRESET ROLE;", "INSERT INTO log VALUES (current_user);"),
        ]
    )
    func onPostgreSQL(_ before: String, _ after: String) async throws {
        let ends = try await Self.outcome(.postgres, before, after)
        #expect(ends.interrupted == ends.whole)
        #expect(ends.whole.count == 1)
    }

    @Test(arguments: SessionBench.kinds)
    func whatWasFilledFromRowsThatChangedSinceIsAskedAbout(_ kind: DatabaseKind) async throws {
        try await SessionBench.with(kind) { bench in
            try bench.write(1, "CREATE TABLE source (word text);\nINSERT INTO source VALUES ('old');")
            let before = "CREATE TEMP TABLE scratch AS SELECT word FROM source;\nUPDATE source SET word = 'new';"
            let after = "INSERT INTO source SELECT word FROM scratch;"
            try bench.write(2, "\(before)\nINSERT INTO missing VALUES (1);\n\(after)", isTransactional: false)
            _ = try await migratorError { try await bench.migrator().upgrade() }
            try bench.write(2, "\(before)\n\(after)", isTransactional: false)
            let error = try await migratorError { try await bench.migrator().upgrade() }
            #expect(error.code == .interruptedStatement, "\(error)")
            #expect(error.message.contains("scratch") && error.message.contains("--run-again"), "\(error)")
            #expect(try await bench.column("SELECT word FROM source") == ["new"])
            try await bench.migrator { $0.interruptedStatement = .runAgain }.upgrade()
            #expect(try await bench.column("SELECT word FROM source") == ["new", "new"])
        }
    }
}
