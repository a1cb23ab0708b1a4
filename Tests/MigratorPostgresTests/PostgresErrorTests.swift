import MigratorDatabase
import MigratorPostgres
import Testing

extension ServerTests {
    @Test(arguments: [
        ("SELECT 1 / 0", "22012", DatabaseFailure.Code.wrongType), ("SELECT 'hunter2'::int", "22P02", .wrongType),
        ("SELECT no_such()", "42883", .undefinedObject), ("SELECT 1::no_such", "42704", .undefinedObject),
        ("SELECT * FROM no_such.t", "42P01", .undefinedObject),
        ("CREATE TABLE no_such.t (a int)", "3F000", .undefinedObject),
        ("CREATE SCHEMA pg_catalog", "42939", .other), ("CREATE SCHEMA public", "42P06", .duplicateObject),
        ("CREATE TABLE pg_temp.t (a int, a int)", "42701", .duplicateObject),
        ("SELECT to_tsquery('hunter2 hunter2')", "42601", .syntax),
        ("ROLLBACK TO no_such", "25P01", .wrongTransactionState),
        ("SELECT 'hunter2'::json", "22P02", .wrongType), ("SELECT 'x'::varchar + 1", "42883", .undefinedObject),
        ("DO $$ BEGIN RAISE EXCEPTION 'mine' USING ERRCODE = '40001'; END $$", "40001", .serializationFailure),
        ("DO $$ BEGIN RAISE EXCEPTION 'mine' USING ERRCODE = '40P01'; END $$", "40P01", .deadlock),
        ("DO $$ BEGIN RAISE EXCEPTION 'mine' USING ERRCODE = '53100'; END $$", "53100", .diskFull),
        ("DO $$ BEGIN RAISE EXCEPTION 'mine' USING ERRCODE = '23P01'; END $$", "23P01", .exclusionViolation),
        ("DO $$ BEGIN RAISE EXCEPTION 'mine' USING ERRCODE = '23001'; END $$", "23001", .constraintViolation),
        ("DO $$ BEGIN RAISE EXCEPTION 'mine' USING ERRCODE = 'XX001'; END $$", "XX001", .corrupt),
        ("DO $$ BEGIN RAISE EXCEPTION 'mine' USING ERRCODE = '42501'; END $$", "42501", .permissionDenied),
        ("DO $$ BEGIN RAISE EXCEPTION 'mine' USING ERRCODE = '54000'; END $$", "54000", .tooBig),
        ("DO $$ BEGIN RAISE EXCEPTION 'mine'; END $$", "P0001", .other),
    ])
    func code(_ sql: String, _ state: String, _ code: DatabaseFailure.Code) async throws {
        try await withConnection { connection in
            let error = try await databaseError { try await connection.execute(sql) }
            #expect(error.code == code)
            #expect(error.sqlState == state)
            #expect(!error.message.contains("hunter2"))
            #expect(error.statement == sql)
        }
    }

    @Test
    func detailAndHint() async throws {
        try await withConnection { connection in
            try await connection.execute("CREATE TEMP TABLE t (id int CONSTRAINT key PRIMARY KEY, name text NOT NULL)")
            try await connection.execute("INSERT INTO t VALUES (42, 'x')")
            let twice = try await databaseError { try await connection.execute("INSERT INTO t VALUES (42, 'y')") }
            #expect(twice.constraint == "key")
            #expect(twice.detail?.contains("42") == true)
            #expect(!"\(twice)".contains("=(42)"))
            let null = try await databaseError { try await connection.execute("INSERT INTO t VALUES (1, NULL)") }
            #expect(null.constraint == "name")
            let column = try await databaseError { _ = try await connection.query("SELECT nam FROM t") }
            #expect(column.position == 8)
            #expect(column.hint?.contains("name") == true)
        }
    }

    /// What the server says of definitions holds names alone, and is what tells what to do.
    @Test(arguments: [
        ("CREATE VIEW v AS SELECT a FROM t", "DROP TABLE t", "view v depends on table t"),
        ("CREATE VIEW v AS SELECT a FROM t", "ALTER TABLE t DROP COLUMN a", "view v depends on column a of table t"),
        ("CREATE VIEW v AS SELECT a FROM t", "ALTER TABLE t ALTER COLUMN a TYPE bigint", "view v depends on column"),
        ("CREATE TYPE y AS ENUM ('x'); CREATE TABLE u (c y)", "DROP TYPE y", "column c of table u depends on type y"),
        ("CREATE VIEW v AS SELECT sum(a) FROM t", "INSERT INTO v VALUES (1)", "aggregate functions"),
        (
            "CREATE TABLE u (c text)", "ALTER TABLE u ADD FOREIGN KEY (c) REFERENCES t (a)",
            "of incompatible types"
        ),
        ("CREATE VIEW v AS SELECT 1", "CREATE INDEX i ON v (a)", "not supported for views"),
    ])
    func detailOfNamesIsShown(_ setUp: String, _ sql: String, _ names: String) async throws {
        try await withConnection { connection in
            try await connection.begin()
            try await connection.execute("CREATE SCHEMA words")
            try await connection.execute("SET LOCAL search_path = words")
            try await connection.execute("CREATE TABLE t (a int PRIMARY KEY)")
            for statement in setUp.split(separator: ";") { try await connection.execute(String(statement)) }
            let error = try await databaseError { try await connection.execute(sql) }
            #expect(error.message.contains(names), "\(error.message)")
            #expect(error.detail == nil)
            try await connection.rollback()
        }
    }

    @Test(arguments: [
        ("INSERT INTO pg_temp.t VALUES (4711)", "23505"), ("INSERT INTO pg_temp.t VALUES (-4711)", "23514"),
        ("DO $$ BEGIN RAISE 'x' USING ERRCODE = '2BP01', DETAIL = '4711'; END $$", "2BP01"),
        ("DO $$ BEGIN RAISE 'x' USING ERRCODE = '0A000', DETAIL = '4711'; END $$", "0A000"),
        ("INSERT INTO pg_temp.t VALUES (1, 'x4711y'::text::json)", "22P02"),
    ])
    func detailOfRowsIsNot(_ sql: String, _ state: String) async throws {
        try await withConnection { connection in
            try await connection.execute("CREATE TEMP TABLE t (id int PRIMARY KEY CHECK (id > 0), j json)")
            try await connection.execute("INSERT INTO t VALUES (4711)")
            let error = try await databaseError { try await connection.execute(sql) }
            #expect(error.sqlState == state)
            #expect(!error.message.contains("4711"), "\(error.message)")
            #expect(error.detail?.contains("4711") == true)
        }
    }

    @Test
    func timeouts() async throws {
        try await withConnection { connection in
            try await connection.execute("SET statement_timeout = '20ms'")
            let statement = try await databaseError { try await connection.execute("SELECT pg_sleep(60)") }
            #expect(statement.code == .other)
            #expect(statement.sqlState == "57014")
            try await connection.execute("SET statement_timeout = 0")
            try await connection.execute("SET lock_timeout = '20ms'")
            try await withConnection { other in
                try await other.begin()
                try await other.execute("SELECT pg_advisory_xact_lock(4711)")
                let lock = try await databaseError { try await connection.execute("SELECT pg_advisory_lock(4711)") }
                #expect(lock.code == .lockTimeout)
                try await other.rollback()
            }
        }
    }

    @Test
    func readOnly() async throws {
        try await withConnection { connection in
            try await connection.execute("SET default_transaction_read_only = on")
            let error = try await databaseError { try await connection.execute("CREATE TABLE never (id int)") }
            #expect(error.code == .readOnly)
        }
    }

    @Test(arguments: [true, false])
    func lostConnection(whileRunning: Bool) async throws {
        let connection = try await Server.connect()
        let pid = try await connection.backend()
        try await connection.begin()
        let sleeping = whileRunning ? Task { _ = try await connection.query("SELECT pg_sleep(60)") } : nil
        if whileRunning { try await waitUntilServer(runs: "SELECT pg_sleep", for: pid) }
        try await withConnection { other in
            _ = try await other.query("SELECT pg_terminate_backend($1, 5000)", [pid])
        }
        for attempt in 0..<2 {
            let error = try await databaseError {
                if let sleeping, attempt == 0 { return try await sleeping.value }
                _ = try await connection.query("SELECT 1")
            }
            #expect(error.code == .connectionLost)
        }
        #expect(await connection.isInTransaction)
        let commit = try await databaseError { try await connection.commit() }
        #expect(commit.code == .connectionLost)
        try await connection.rollback()
        #expect(await !connection.isInTransaction)
        await connection.close()
    }

    @Test
    func lostInACommit() async throws {
        try await withConnection { connection in
            try await connection.execute("CREATE TEMP TABLE t (id int)")
            try await connection.execute(
                """
                CREATE FUNCTION pg_temp.die() RETURNS trigger LANGUAGE plpgsql
                AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(60); END $$
                """
            )
            try await connection.execute(
                "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
                    + "EXECUTE FUNCTION pg_temp.die()"
            )
            try await connection.begin()
            try await connection.execute("INSERT INTO t VALUES (1)")
            let error = try await databaseError { try await connection.commit() }
            #expect(error.code == .connectionLost)
            #expect(error.message.contains("not known"))
        }
    }
}
