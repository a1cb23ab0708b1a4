import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import Testing

/// Indexes, views, triggers and virtual tables that other hands have written.
struct SQLiteObjectReflectionTests {
    private static let indexes: [(String, Index)] = [
        ("CREATE INDEX IF NOT EXISTS main.[i one] ON T (A ASC)", Index("i one", on: "t", columns: ["a"])),
        (
            "create unique index i on t ((a), \"B\" desc) where b > ')' -- none\n and a is not null",
            Index(
                "i",
                on: "t",
                columns: ["a", .column("b").descending()],
                unique: true,
                where: "b > ')' -- none\n and a is not null"
            )
        ),
        (
            "CREATE INDEX i ON t (lower(b)||'COLLATE x' COLLATE NOCASE, (b COLLATE rtrim) DESC, (b) COLLATE \"NOCASE\")",
            Index(
                "i",
                on: "t",
                columns: [
                    .expression("lower(b)||'COLLATE x' COLLATE NOCASE"), .column("b").collate("rtrim").descending(),
                    .column("b").collate(#""NOCASE""#),
                ]
            )
        ),
        (
            "CREATE INDEX i ON t (length ( b ) COLLATE BINARY ASC, ((a + 1)), CASE WHEN a THEN 'x,y' END)",
            Index(
                "i",
                on: "t",
                columns: [
                    .expression("length ( b )").collate("BINARY"), .expression("(a + 1)"),
                    .expression("CASE WHEN a THEN 'x,y' END"),
                ]
            )
        ),
    ]

    @Test(arguments: indexes)
    func anIndex(_ sql: String, _ index: Index) async throws {
        let bench = try await SQLiteReflectionBench("CREATE TABLE t (a INTEGER, b TEXT UNIQUE)", sql)
        #expect(try await bench.objects().last == .index(index))
    }

    @Test func indexesOfConstraintsAreTheConstraints() async throws {
        let bench = try await SQLiteReflectionBench("CREATE TABLE t (a TEXT PRIMARY KEY, b UNIQUE, UNIQUE (a, b))")
        #expect(try await bench.objects().count == 1)
    }

    private static let views: [(String, View)] = [
        ("CREATE VIEW IF NOT EXISTS v AS SELECT 1 -- that is it", View("v", as: "SELECT 1")),
        (
            "create view [v w] ( A , \"b c\" ) as /* none */ with x as (select 1, ';') select * from x;",
            View("v w", columns: ["A", "b c"], as: "with x as (select 1, ';') select * from x")
        ),
        ("CREATE VIEW v AS SELECT * FROM not_there", View("v", as: "SELECT * FROM not_there")),
    ]

    @Test(arguments: views)
    func aView(_ sql: String, _ view: View) async throws {
        #expect(try await SQLiteReflectionBench(sql).objects() == [.view(view)])
    }

    @Test func aTriggerIsItsText() async throws {
        let bench = try await SQLiteReflectionBench(
            "CREATE TABLE Log (a)",
            "CREATE VIEW v AS SELECT a FROM log",
            "CREATE TRIGGER IF NOT EXISTS main.[t 1] after update of a on LOG begin select case when 1 then 2 end; end",
            "CREATE TRIGGER t2 INSTEAD OF INSERT ON V BEGIN INSERT INTO log VALUES (new.a); END"
        )
        let triggers = try await bench.schema().objects.suffix(2)
        #expect(
            triggers.map(\.object) == [
                .trigger(
                    Trigger(
                        "t 1",
                        on: "Log",
                        "CREATE TRIGGER [t 1] after update of a on LOG begin select case when 1 then 2 end; end"
                    )
                ),
                .trigger(
                    Trigger(
                        "t2",
                        on: "v",
                        "CREATE TRIGGER t2 INSTEAD OF INSERT ON V BEGIN INSERT INTO log VALUES (new.a); END"
                    )
                ),
            ]
        )
        #expect(triggers.map(\.needs) == [[.table("Log")], [.view("v"), .table("Log")]])
    }

    @Test func theTextsAreKeptAsTheyWereWritten() async throws {
        let texts = [
            "CREATE TABLE Notes (id INTEGER PRIMARY KEY AUTOINCREMENT, -- its number\n body TEXT UNIQUE)",
            "CREATE VIRTUAL TABLE found USING fts5(body, content = 'Notes')",
            "CREATE VIEW bodies AS SELECT body FROM Notes", "CREATE INDEX by_body ON Notes(body)",
            "CREATE TRIGGER t INSTEAD OF INSERT ON bodies BEGIN SELECT 1; END",
        ]
        let bench = try await SQLiteReflectionBench(texts + ["INSERT INTO Notes (body) VALUES ('x')", "ANALYZE"])
        #expect(try await bench.schema().statements == texts)
    }

    @Test func virtualTablesBesideViewsThatDoNotCompile() async throws {
        let schema = try await SQLiteReflectionBench(
            "CREATE TABLE notes (body TEXT)",
            "CREATE VIRTUAL TABLE found USING FTS5(body, content = 'notes')",
            "CREATE VIRTUAL TABLE found_too USING fts5(body, content = 'notes')",
            "CREATE VIEW a_broken AS SELECT no_such_function(1) AS a",
            "CREATE VIEW ba_broken AS SELECT no_such_function(1) AS a",
            // As a new connection, it then knows of the schema what it has read of the file.
            "PRAGMA writable_schema = RESET"
        ).schema()
        #expect(schema.unsupported == [])
        #expect(schema.objects.filter { $0.object.reference.name.name.hasPrefix("found") }.count == 2)
        #expect(schema.objects.count == 5)
    }

    @Test func virtualTablesWithoutTheTablesOfTheirModules() async throws {
        let bench = try await SQLiteReflectionBench(
            "CREATE TABLE idx_notes (x INT)",
            "CREATE VIRTUAL TABLE IF NOT EXISTS idx USING FTS5 ( a , b UNINDEXED, prefix = '2 3', content='' )",
            "CREATE VIRTUAL TABLE [f 2] USING fts4()",
            "CREATE VIRTUAL TABLE plain USING fts4",
            "CREATE VIRTUAL TABLE vocab USING fts5vocab('idx', row)"
        )
        #expect(
            try await bench.objects() == [
                .virtualTable(VirtualTable("f 2", using: "fts4")),
                .virtualTable(
                    VirtualTable("idx", using: "FTS5", ["a", "b UNINDEXED", "prefix = '2 3'", "content=''"])
                ),
                .table(Table("idx_notes") { Column("x", .custom("INT")) }),
                .virtualTable(VirtualTable("plain", using: "fts4")),
                .virtualTable(VirtualTable("vocab", using: "fts5vocab", ["'idx'", "row"])),
            ]
        )
    }

    @Test func aModuleThatIsNotThere() async throws {
        let bench = try await SQLiteReflectionBench(
            "CREATE TABLE t (a)",
            "PRAGMA writable_schema = ON",
            "INSERT INTO sqlite_schema VALUES ('table', 'x', 'x', 0, 'CREATE VIRTUAL TABLE x USING nosuch(a)')",
            "PRAGMA writable_schema = RESET"
        )
        let schema = try await bench.schema()
        #expect(schema.objects.map(\.object.reference) == [.table("t"), .table("x")])
        #expect(schema.objects.last?.object == .virtualTable(VirtualTable("x", using: "nosuch", ["a"])))
        #expect(
            schema.unsupported == [
                .init(
                    "x",
                    kind: "virtual table",
                    why: "module nosuch is not there: the tables that it keeps its rows in cannot be told from others"
                )
            ]
        )
    }
}
