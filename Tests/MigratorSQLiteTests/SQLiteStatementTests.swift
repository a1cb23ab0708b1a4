import MigratorDatabase
import MigratorSQLite
import Testing

@Suite struct SQLiteStatementTests {
    @Test func aKeptStatementSeesNewColumns() async throws {
        let connection = try await openInMemory("CREATE TABLE t (a BOOLEAN)", "INSERT INTO t VALUES (1)")
        #expect(try await connection.query("SELECT * FROM t")[0].values == [.bool(true)])
        try await connection.execute("ALTER TABLE t ADD COLUMN b DATE DEFAULT '2024-02-29'")
        let row = try await connection.query("SELECT * FROM t")[0]
        #expect(row.columns == ["a", "b"])
        #expect(row["b"] == CalendarDate(year: 2024, month: 2, day: 29).map { .date($0) })
    }

    @Test func aPragmaWorksEachTime() async throws {
        let connection = try await openInMemory()
        for value: Int64 in [0, 1, 0, 1] {
            try await connection.execute("PRAGMA foreign_keys = \(value)")
            #expect(try await connection.column("PRAGMA foreign_keys") == [.int(value)])
        }
    }

    @Test func moreStatementsThanAreKept() async throws {
        let connection = try await openInMemory()
        for _ in 0..<2 {
            for number: Int64 in 0..<100 {
                #expect(try await connection.column("SELECT \(number)") == [.int(number)])
            }
        }
    }

    @Test func textsThatOnlyLookTheSameAreTwoStatements() async throws {
        let connection = try await openInMemory()
        for text in ["\u{E9}", "e\u{301}", "\u{E9}"] {
            #expect(try await connection.column("SELECT '\(text)'") == [.text(text)])
        }
    }

    @Test func aValueMayComeByNameOrNumber() async throws {
        let connection = try await openInMemory()
        #expect(try await connection.query("SELECT ?2, ?1, ?2", [1, 2])[0].values == [2, 1, 2])
        #expect(try await connection.query("SELECT $1, :b", [1, "x"])[0].values == [1, "x"])
    }

    @Test func returnedRowsAreRows() async throws {
        let connection = try await openInMemory("CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT)")
        let rows = try await connection.query("INSERT INTO t (x) VALUES ('a'), ('b') RETURNING id")
        #expect(rows.map(\.values) == [[1], [2]])
        #expect(try await connection.execute("INSERT INTO t (x) VALUES ('c') RETURNING id") == 1)
    }

    @Test(arguments: [
        ("", true), (" \n\t;", true), ("-- a\n/* b */ -- c", true), ("/* * / */", true), ("/* open", true),
        ("x", false), ("-- a\nx", false), ("/* a */ 1", false), ("\0", false), ("-", false), ("/", false),
    ])
    func blankText(_ text: String, _ isBlank: Bool) {
        #expect(SQLText.isBlank(text.utf8) == isBlank)
    }

    @Test(arguments: [
        ("SELECT 1", true), ("\n insert into t", true), ("WITH x AS", true), ("REPLACE INTO", true),
        ("VALUES(1)", true),
        ("PRAGMA x", false), ("CREATE TABLE", false), ("EXPLAIN SELECT", false), ("", false), ("SELECTED", false),
    ])
    func textThatReadsOrChangesRows(_ text: String, _ isDML: Bool) {
        #expect(SQLText.isDML(text) == isDML)
    }

    @Test func aConnectionThatIsDroppedClosesItself() async throws {
        try await withFolder { folder in
            var configuration = SQLiteSessionConfiguration(path: folder + "/app.db")
            var dropped: SQLiteSession? = try await SQLiteSession(configuration)
            try await dropped?.begin()
            try await dropped?.execute("CREATE TABLE t (x)")
            _ = try await dropped?.prepare("SELECT * FROM t")
            dropped = nil
            configuration.busyTimeout = .seconds(10)
            let connection = try await SQLiteSession(configuration)
            try await connection.begin()
            #expect(try await connection.columns(of: TableName("t")).isEmpty)
        }
    }
}
