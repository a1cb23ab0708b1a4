import Database
import PostgresDriver
import Testing

extension ServerTests {
    @Test(arguments: [
        ("SELECT 1 / 0", "22012", DatabaseError.Code.wrongType), ("SELECT 'hunter2'::int", "22P02", .wrongType),
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
    func code(_ sql: String, _ state: String, _ code: DatabaseError.Code) async throws {
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
        let rows = try await connection.query("SELECT pg_backend_pid() AS pid")
        let pid = try #require(rows.first?["pid"])
        try await connection.begin()
        let sleeping = whileRunning ? Task { _ = try await connection.query("SELECT pg_sleep(60)") } : nil
        try await Task.sleep(for: .milliseconds(50))
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
