import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import Testing

/// Tables that other hands have written, in odd spellings.
struct SQLiteTableReflectionTests {
    private static let texts: [(String, Table)] = [
        (
            "CREATE TABLE IF NOT EXISTS main.tx (a INT, -- first, (\n b INT /* second ) */)",
            Table("tx") {
                Column("a", .custom("INT"))
                Column("b", .custom("INT"))
            }
        ),
        (
            #"CREATE TABLE "Order" ([group] TEXT, `select` INTEGER, 'odd name' "TEXT", "a""b" [my type])"#,
            Table("Order") {
                Column("group", .text)
                Column("select", .integer)
                Column("odd name", .text)
                Column(#"a"b"#, .custom("my type"))
            }
        ),
        (
            #"CREATE TABLE q (a "a,b", b 'VAR CHAR' , c "odd(type"(1))"#,
            Table("q") {
                Column("a", .custom(#""a,b""#))
                Column("b", .custom("VAR CHAR"))
                Column("c", .custom(#""odd(type"(1)"#))
            }
        ),
        (
            "create table u (ID integer, Name text, unique (NAME), primary key (id, [NAME]), check (iD > 0))",
            Table("u") {
                Column("ID", .custom("integer"))
                Column("Name", .custom("text"))
                Unique(["Name"])
                PrimaryKey(["ID", "Name"], allowsNull: true)
                Check("iD > 0")
            }
        ),
        (
            #"CREATE TABLE ck3 ("check (" TEXT CHECK ("check (" <> 'CHECK (a)'')' AND length("check (") > 0), "#
                + "b TEXT DEFAULT ') , CONSTRAINT x CHECK (1' -- CHECK (no)\n)",
            Table("ck3") {
                Column("check (", .text).check(#""check (" <> 'CHECK (a)'')' AND length("check (") > 0"#)
                Column("b", .text).default(") , CONSTRAINT x CHECK (1")
            }
        ),
        (
            "CREATE TABLE i1 (id INTEGER PRIMARY KEY)",
            Table("i1") { Column("id", .integer).primaryKey() }
        ),
        (
            "CREATE TABLE i2 (id INTEGER CONSTRAINT k PRIMARY KEY DESC, b)",
            Table("i2") {
                Column("id", .integer).primaryKey(name: "k", descending: true, allowsNull: true)
                Column("b", .custom(""))
            }
        ),
        (
            "CREATE TABLE i3 (id INTEGER, PRIMARY KEY (id DESC))",
            Table("i3") {
                Column("id", .integer).notNull()
                PrimaryKey(["id"])
            }
        ),
        (
            "CREATE TABLE i4 (id INTEGER, a, PRIMARY KEY (id AUTOINCREMENT) ON CONFLICT IGNORE)",
            Table("i4") {
                Column("id", .integer).identity().primaryKey(onConflict: .ignore)
                Column("a", .custom(""))
            }
        ),
        (
            "CREATE TABLE i5 (id INTEGER PRIMARY KEY /* no AUTOINCREMENT here */, autoincrement_hint TEXT)",
            Table("i5") {
                Column("id", .integer).primaryKey()
                Column("autoincrement_hint", .text)
            }
        ),
        (
            "CREATE TABLE i6 (id INT PRIMARY KEY, a TEXT)",
            Table("i6") {
                Column("id", .custom("INT")).primaryKey(allowsNull: true)
                Column("a", .text)
            }
        ),
        (
            "CREATE TABLE op (a TEXT PRIMARY KEY, b INT) STRICT, WITHOUT ROWID",
            Table("op", sqliteOptions: [.withoutRowID, .strict]) {
                Column("a", .text).primaryKey()
                Column("b", .custom("INT"))
            }
        ),
        (
            "CREATE TABLE un2 (a INT, b INT UNIQUE, UNIQUE (a), UNIQUE (B), UNIQUE (b), CONSTRAINT n UNIQUE (a))",
            Table("un2") {
                Column("a", .custom("INT"))
                Column("b", .custom("INT")).unique()
                Unique(["a"], name: "n")
            }
        ),
        (
            "CREATE TABLE un5 (a INT NOT NULL ON CONFLICT IGNORE NULL UNIQUE ON CONFLICT REPLACE)",
            Table("un5") {
                Column("a", .custom("INT")).notNull(onConflict: .ignore).unique(onConflict: .replace)
            }
        ),
        (
            "CREATE TABLE un6 (a TEXT COLLATE nocase, b, UNIQUE ((a) COLLATE NOCASE, 'b'))",
            Table("un6") {
                Column("a", .text).collate("nocase")
                Column("b", .custom(""))
                Unique(["a", "b"])
            }
        ),
        (
            "CREATE TABLE commas (a INT, b INT, CONSTRAINT x CHECK (a > 0) CONSTRAINT y UNIQUE (b) UNIQUE (a, b))",
            Table("commas") {
                Column("a", .custom("INT"))
                Column("b", .custom("INT"))
                Check("a > 0", name: "x")
                Unique(["b"], name: "y")
                Unique(["a", "b"])
            }
        ),
        (
            #"CREATE TABLE ge3 ("a.b" INT, "c(d" TEXT AS ("a.b" || ', as (x') STORED, "#
                + #"e TEXT GENERATED ALWAYS AS (json_extract('{"k": 1}', '$.k')), f AS (1) VIRTUAL)"#,
            Table("ge3") {
                Column("a.b", .custom("INT"))
                Column("c(d", .text).generated(as: #""a.b" || ', as (x'"#)
                Column("e", .text).generated(as: #"json_extract('{"k": 1}', '$.k')"#, stored: false)
                Column("f", .custom("")).generated(as: "1", stored: false)
            }
        ),
        (
            "CREATE TABLE nb (a INT DEFAULT -1, b INT DEFAULT (1), c INT DEFAULT 0x1F, d REAL DEFAULT 1.50, "
                + "e INT DEFAULT +7, f DEFAULT 1e3, g DEFAULT .5, h DEFAULT - 2.5, i DEFAULT -0xFFFFFFFFFFFFFFFF)",
            Table("nb") {
                Column("a", .custom("INT")).default(-1)
                Column("b", .custom("INT")).default(.expression("1"))
                Column("c", .custom("INT")).default(31)
                Column("d", .custom("REAL")).default(.value(.decimal("1.50")))
                Column("e", .custom("INT")).default(7)
                Column("f", .custom("")).default(.expression("1e3"))
                Column("g", .custom("")).default(.expression(".5"))
                Column("h", .custom("")).default(-2.5)
                Column("i", .custom("")).default(1)
            }
        ),
        (
            #"CREATE TABLE df (a DEFAULT x, b DEFAULT "y", c DEFAULT [z z], d BOOLEAN DEFAULT TRUE, e DEFAULT "true", "#
                + "f DEFAULT null, g DEFAULT current_timestamp, h DEFAULT 'a' DEFAULT x'0aFF', i DEFAULT (NULL))",
            Table("df") {
                Column("a", .custom("")).default("x")
                Column("b", .custom("")).default("y")
                Column("c", .custom("")).default("z z")
                Column("d", .boolean).default(true)
                Column("e", .custom("")).default("true")
                Column("f", .custom("")).default(.value(.null))
                Column("g", .custom("")).default(.currentTimestamp)
                Column("h", .custom("")).default(.value(.bytes([0x0A, 0xFF])))
                Column("i", .custom("")).default(.expression("NULL"))
            }
        ),
    ]

    @Test(arguments: texts)
    func isRead(_ sql: String, _ table: Table) async throws {
        #expect(try await SQLiteReflectionBench(sql).tables() == [table])
    }

    @Test func foreignKeysInEachSpelling() async throws {
        let bench = try await SQLiteReflectionBench(
            "CREATE TABLE Parent (ID INTEGER PRIMARY KEY, Code TEXT UNIQUE)",
            """
            CREATE TABLE kid (
                a INT REFERENCES parent, b CONSTRAINT "to code" REFERENCES [PARENT] ('code')
                    ON UPDATE SET DEFAULT ON DELETE NO ACTION NOT DEFERRABLE INITIALLY DEFERRED,
                c INT REFERENCES not_there (id) MATCH SIMPLE ON DELETE SET NULL DEFERRABLE,
                d INT REFERENCES parent (id) NOT NULL DEFERRABLE INITIALLY DEFERRED,
                FOREIGN KEY (C, "a") REFERENCES KID (A, c) DEFERRABLE INITIALLY IMMEDIATE
            )
            """
        )
        let tables = try await bench.tables()
        let keys = tables.last?.constraints.compactMap { constraint -> ForeignKey? in
            if case .foreignKey(let key) = constraint { return key }
            return nil
        }
        #expect(tables.map(\.name) == ["Parent", "kid"])
        #expect(tables.last?.columns.map(\.isNullable) == [true, true, true, false])
        #expect(
            keys == [
                ForeignKey(["a"], references: "Parent", []),
                ForeignKey(
                    ["b"],
                    references: "Parent",
                    ["Code"],
                    onDelete: .noAction,
                    onUpdate: .setDefault,
                    name: "to code"
                ),
                ForeignKey(
                    ["c"],
                    references: "not_there",
                    ["id"],
                    onDelete: .setNull,
                    deferrable: .initiallyImmediate
                ),
                ForeignKey(["d"], references: "Parent", ["ID"], deferrable: .initiallyDeferred),
                ForeignKey(["c", "a"], references: "kid", ["a", "c"], deferrable: .initiallyImmediate),
            ]
        )
    }

    @Test func columnsThatWereAddedLater() async throws {
        let bench = try await SQLiteReflectionBench(
            "CREATE TABLE t (a INTEGER CONSTRAINT nameless, CHECK (a > 0))",
            "ALTER TABLE t ADD COLUMN b TEXT NOT NULL DEFAULT '' CHECK (b <> ')')",
            "ALTER TABLE t RENAME COLUMN a TO [x y]"
        )
        let table = Table("t") {
            Column("x y", .integer)
            Column("b", .text).notNull().default("").check("b <> ')'")
            Check(#""x y" > 0"#)
        }
        #expect(try await bench.tables() == [table])
    }
}
