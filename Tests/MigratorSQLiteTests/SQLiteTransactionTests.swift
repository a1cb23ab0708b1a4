import MigratorDatabase
import MigratorSQLite
import Testing

@Suite struct SQLiteTransactionTests {
    @Test func aCommitChecksForeignKeysThatWereNotEnforced() async throws {
        let connection = try await openInMemory(
            "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
            "CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent)",
            "CREATE TABLE pair (a TEXT PRIMARY KEY, parent INTEGER REFERENCES parent) WITHOUT ROWID",
            "PRAGMA foreign_keys = OFF"
        )
        try await connection.begin()
        try await connection.execute("INSERT INTO child VALUES (17, 99)")
        let error = try await expectError(.foreignKeyViolation) { try await connection.commit() }
        let sentence = "the row with rowid 17 of table child refers to a row of table parent that does not exist"
        #expect(error.message == sentence)
        #expect(await connection.isInTransaction)
        try await connection.execute("INSERT INTO parent VALUES (99)")
        try await connection.checkForeignKeys()
        try await connection.commit()

        try await connection.begin()
        try await connection.execute("INSERT INTO pair VALUES ('x', 5)")
        let other = try await expectError(.foreignKeyViolation) { try await connection.commit() }
        #expect(other.message == "a row of table pair refers to a row of table parent that does not exist")
        try await connection.rollback()
        #expect(try await connection.column("SELECT count(*) FROM pair") == [0])
    }

    @Test func theCheckCanBeLeftOut() async throws {
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: ":memory:", checksForeignKeys: false))
        try await connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t)")
        try await connection.execute("PRAGMA foreign_keys = OFF")
        try await connection.begin()
        try await connection.execute("INSERT INTO t VALUES (1, 2)")
        try await connection.commit()
        try await expectError(.foreignKeyViolation) { try await connection.checkForeignKeys() }
    }

    @Test func aFullDiskUndoesWhatNeedsUndoing() async throws {
        try await withFolder { folder in
            let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: folder + "/app.db"))
            try await connection.execute("CREATE TABLE t (x)")
            try await connection.execute("PRAGMA max_page_count = 20")
            try await connection.begin()
            try await connection.execute("INSERT INTO t VALUES ('before')")
            let error = try await expectError(.diskFull) {
                try await connection.execute("INSERT INTO t VALUES (zeroblob(1000000))")
            }
            #expect(error.resultCode == 13)
            try await connection.rollback()
            #expect(try await connection.column("SELECT count(*) FROM t") == [0])
        }
    }

    @Test func nothingRunsOutsideATransactionThatHasEndedByItself() async throws {
        let connection = try await openInMemory("CREATE TABLE t (x UNIQUE ON CONFLICT ROLLBACK)")
        try await connection.begin()
        try await connection.execute("INSERT INTO t VALUES (1)")
        try await expectError(.uniqueViolation) { try await connection.execute("INSERT INTO t VALUES (1)") }
        #expect(await connection.isInTransaction)
        try await expectError(.wrongTransactionState) { try await connection.execute("INSERT INTO t VALUES (2)") }
        try await expectError(.wrongTransactionState) { try await connection.commit() }
        try await connection.rollback()
        #expect(await !connection.isInTransaction)
        #expect(try await connection.column("SELECT count(*) FROM t") == [0])

        try await connection.begin()
        try await connection.execute("COMMIT")
        try await expectError(.wrongTransactionState) { try await connection.execute("INSERT INTO t VALUES (3)") }
        try await connection.rollback()
    }

    @Test func anInterruptedWriteUndoesItsTransaction() async throws {
        let connection = try await openInMemory("CREATE TABLE t (x)")
        try await connection.begin()
        let endless = "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
        let writing = Task { try await connection.execute(endless) }
        // Nothing else can ask the connection now: a moment, after which it has most likely begun to write.
        try await Task.sleep(for: .milliseconds(20))
        writing.cancel()
        try await expectError(.cancelled) { _ = try await writing.value }
        try await connection.rollback()
        #expect(try await connection.column("SELECT count(*) FROM t") == [0])
    }

    @Test func aCancelThatComesAtAnyMomentIsHeard() async throws {
        let connection = try await openInMemory()
        for round in 0..<50 {
            let task = Task {
                try await connection.query(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
                )
            }
            try await Task.sleep(for: .microseconds(round * 10))
            task.cancel()
            try await expectError(.cancelled) { _ = try await task.value }
        }
    }
}
