import MigratorDatabase
import MigratorSQLite
import Testing

@Suite struct SQLiteErrorTests {
    struct Case: Sendable {
        let sql: String
        let code: DatabaseFailure.Code
        let result: Int32
        let constraint: String?

        init(_ sql: String, _ code: DatabaseFailure.Code, _ result: Int32, constraint: String? = nil) {
            self.sql = sql
            self.code = code
            self.result = result
            self.constraint = constraint
        }
    }

    @Test(arguments: [
        Case("INSERT INTO t (a, b) VALUES ('x', 'y')", .uniqueViolation, 2067, constraint: "t.a, t.b"),
        Case("INSERT INTO t (id) VALUES (1)", .uniqueViolation, 1555, constraint: "t.id"),
        Case("INSERT INTO e VALUES ('X')", .uniqueViolation, 2067, constraint: "e_lower"),
        Case("INSERT INTO t (n) VALUES (0)", .checkViolation, 275, constraint: "n > 0"),
        Case("INSERT INTO t (n) VALUES ('many')", .wrongType, 3091),
        Case("INSERT INTO e (rowid, a) VALUES ('one', 'z')", .wrongType, 20),
        Case("INSERT INTO t (n) VALUES (777)", .constraintViolation, 1811),
        Case("SELECT nosuch()", .undefinedObject, 1),
        Case("INSERT INTO t (c) VALUES (1)", .undefinedObject, 1),
        Case("CREATE INDEX e_lower ON t (a)", .duplicateObject, 1),
        Case("CREATE TABLE e_lower (a)", .duplicateObject, 1),
        Case("SELECT 'open", .syntax, 1),
        Case("CREATE TABLE x (a", .syntax, 1),
        Case("VACUUM", .wrongTransactionState, 1),
        Case("SELECT zeroblob(2000000000)", .tooBig, 18),
    ])
    func resultsHaveCodes(_ example: Case) async throws {
        let connection = try await openInMemory(
            """
            CREATE TABLE t (
              id INTEGER PRIMARY KEY, a TEXT, b TEXT, n INTEGER CHECK (n > 0), UNIQUE (a, b)
            ) STRICT
            """,
            "CREATE TRIGGER no777 BEFORE INSERT ON t WHEN new.n = 777 BEGIN SELECT RAISE(ABORT, 'not 777'); END",
            "CREATE TABLE e (a TEXT)",
            "CREATE UNIQUE INDEX e_lower ON e (lower(a))",
            "INSERT INTO t (id, a, b) VALUES (1, 'x', 'y')",
            "INSERT INTO e VALUES ('x')"
        )
        try await connection.begin()
        let error = try await expectError(example.code) { try await connection.execute(example.sql) }
        #expect(error.constraint == example.constraint)
        #expect(error.resultCode == example.result)
        #expect(error.statement == example.sql)
    }

    @Test func aMessageThatQuotesAValueIsWithheld() async throws {
        let connection = try await openInMemory()
        let error = try await expectError(.other) {
            _ = try await connection.query("SELECT json_extract('{}', $1)", ["$[hunter2"])
        }
        #expect(!"\(error)".contains("hunter2"))
        #expect(error.detail?.contains("hunter2") == true)
    }

    @Test func thePositionCountsFromTheStartOfTheText() async throws {
        let connection = try await openInMemory()
        let error = try await expectError(.undefinedObject) {
            _ = try await connection.query("-- ünïcode\nSELECT 1,\n  missing")
        }
        #expect(error.position == 24)
    }
}
