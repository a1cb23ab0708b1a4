import MigrationDSL
import MigratorDatabase
import Testing

@testable import Migrator
@testable import MigratorCore
@testable import MigratorDialects

/// Changes of columns by rebuilding.
struct ColumnChangeTests {
    @Test func columnsOfAllKindsAreAdded() async throws {
        let bench = try await RebuildBench(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)",
            "INSERT INTO t VALUES (7, 'x'), (9, 'y')"
        )
        try await bench.change("t") {
            $0.addColumn(Column("at", .timestamp).notNull().default(.currentTimestamp))
            $0.addColumn(Column("n", .integer).notNull().default(3).check("n > 0"))
            $0.addColumn(Column("e", .integer).default(.expression("1 + 1")))
            $0.addColumn(Column("u", .text).unique())
            $0.addColumn(Column("up", .bigInt).references("t").default(7))
            $0.addColumn(Column("g", .integer).generated(as: "id * 2"))
        }
        #expect(
            try await bench.rows("SELECT id, a, n, e, u, up, g FROM t") == [
                [7, "x", 3, 2, nil, 7, 14], [9, "y", 3, 2, nil, 7, 18],
            ]
        )
        #expect(try await bench.rows("SELECT count(*) FROM t WHERE at LIKE '2%:%'") == [[2]])
        await #expect(throws: DatabaseFailure.self) { try await bench.connection.execute("UPDATE t SET n = 0") }
        await #expect(throws: DatabaseFailure.self) { try await bench.connection.execute("UPDATE t SET u = 'same'") }
        await #expect(throws: DatabaseFailure.self) { try await bench.connection.execute("UPDATE t SET up = 8") }
    }

    /// As when each change is made by itself.
    @Test func rowsKeepTheDefaultThatAColumnHadWhenItWasAdded() async throws {
        let bench = try await RebuildBench(
            "CREATE TABLE t (id INTEGER PRIMARY KEY)",
            "INSERT INTO t VALUES (7)"
        )
        try await bench.change("t") {
            $0.addColumn(Column("n", .integer).notNull().default(-3))
            $0.alterColumn("n", to: ColumnChange(default: .remove))
            $0.addColumn(Column("s", .text).notNull().default(.expression("lower('It''s')")))
            $0.alterColumn("s", to: ColumnChange(type: .string(20), default: .set("now")))
            $0.addColumn(Column("none", .text))
            $0.alterColumn("none", to: ColumnChange(default: .set("later")))
        }
        #expect(try await bench.rows("SELECT id, n, s, none FROM t") == [[7, -3, "it's", nil]])
        try await bench.connection.execute("INSERT INTO t (id, n) VALUES (8, 1)")
        #expect(try await bench.rows("SELECT n, s, none FROM t WHERE id = 8") == [[1, "now", "later"]])
        await #expect(throws: DatabaseFailure.self) {
            try await bench.connection.execute("INSERT INTO t (id) VALUES (9)")
        }
    }

    /// ALTER TABLE adds it, but a strict table knows few names of types.
    @Test func aColumnIsAddedInPlaceToAStrictTableAndToOthers() async throws {
        let add = Operations()
        add.addColumn(Column("c", .string(20)).notNull().default("x").check("c <> ''", name: "ck"), to: "t")
        let rebuild = SQLiteRebuild(table: "t", changes: add.recorded)
        #expect(!rebuild.needsForeignKeysOff)
        let tail = #"NOT NULL DEFAULT 'x' CONSTRAINT "ck" CHECK (c <> '')"#
        #expect(rebuild.script == #"ALTER TABLE "t" ADD COLUMN "c" VARCHAR(20) \#(tail)"#)
        for (options, type) in [("", "VARCHAR(20)"), (" STRICT", "TEXT")] {
            let bench = try await RebuildBench("CREATE TABLE t (id INTEGER PRIMARY KEY)\(options)")
            try await bench.run(rebuild)
            #expect(
                try await bench.sql("t")
                    == #"CREATE TABLE t (id INTEGER PRIMARY KEY, "c" \#(type) \#(tail))\#(options)"#
            )
        }
    }

    @Test func aColumnOfAKeywordsNameGoesWithoutTheChecksThatHoldTheKeyword() async throws {
        let bench = try await RebuildBench(
            #"CREATE TABLE t (a, "and", CHECK (a > 0 AND a < 9), CHECK (a > 1 OR "and" > 1))"#
        )
        try await bench.change("t") { $0.dropColumn("and") }
        let sql = try await bench.sql("t")
        #expect(sql?.contains("CHECK (a > 0 AND a < 9)") == true)
        #expect(sql?.contains("CHECK (a > 1") == false)
    }

    @Test func aDefaultComesBackToItsPlace() async throws {
        let bench = try await RebuildBench("CREATE TABLE t (a TEXT NOT NULL DEFAULT 'x' COLLATE NOCASE)")
        let before = try await bench.sql("t")
        try await bench.change("t") { $0.alterColumn("a", to: ColumnChange(default: .remove)) }
        try await bench.change("t") { $0.alterColumn("a", to: ColumnChange(default: .set("x"))) }
        #expect(
            try await bench.sql("t")?.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                == before?.replacing("(", with: "( ").replacing(")", with: " )")
        )
    }

    @Test func aCollationGoesAndComesBackToItsPlace() async throws {
        let bench = try await RebuildBench(
            "CREATE TABLE t (a TEXT NOT NULL DEFAULT 'x' COLLATE NOCASE UNIQUE)",
            "INSERT INTO t VALUES ('x')"
        )
        let before = try await bench.sql("t")
        try await bench.change("t") { $0.alterColumn("a", to: ColumnChange(collation: .remove)) }
        #expect(try await bench.rows("SELECT count(*) FROM t WHERE a = 'X'") == [[0]])
        try await bench.change("t") { $0.alterColumn("a", to: ColumnChange(collation: .set("NOCASE"))) }
        #expect(try await bench.rows("SELECT count(*) FROM t WHERE a = 'X'") == [[1]])
        #expect(
            try await bench.sql("t")?.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                == before?.replacing("(", with: "( ").replacing(")", with: " )")
        )
    }

    @Test func aKeyIsAddedToATableWithout() async throws {
        let bench = try await RebuildBench("CREATE TABLE t (a)", "INSERT INTO t VALUES ('x'), ('y')")
        try await bench.change("t") { $0.addColumn(Column("id", .integer).primaryKey().identity()) }
        #expect(try await bench.rows("SELECT id, a FROM t") == [[1, "x"], [2, "y"]])
        let refusal = try await bench.refusal("t") { $0.addColumn(Column("other", .integer).primaryKey()) }
        #expect(refusal == "table t already has a primary key, of id")
    }

    @Test func whatIsAboutAColumnGoesWithIt() async throws {
        let bench = try await RebuildBench(
            """
            CREATE TABLE t (a PRIMARY KEY, b UNIQUE, c CHECK (c <> b), d, CHECK (b > 0), CHECK (d > 0),
                UNIQUE (b, c), UNIQUE (c, d), FOREIGN KEY (b) REFERENCES t (a))
            """,
            "CREATE INDEX i1 ON t (b)",
            "CREATE INDEX i2 ON t (c, d)",
            "CREATE INDEX i3 ON t (c) WHERE b > 1",
            "CREATE INDEX i4 ON t (abs(b))",
            "INSERT INTO t VALUES (1, 1, 2, 3)"
        )
        try await bench.change("t") { $0.dropColumn("B") }
        #expect(
            try await bench.sql("t") == """
                CREATE TABLE t (
                    a PRIMARY KEY,
                    c,
                    d,
                    CHECK (d > 0),
                    UNIQUE (c, d)
                )
                """
        )
        #expect(try await bench.schema().keys.sorted() == ["index i2", "table t"])
        #expect(try await bench.rows("SELECT * FROM t") == [[1, 2, 3]])
    }

    @Test func aColumnThatOthersNeedStays() async throws {
        let bench = try await RebuildBench(
            "CREATE TABLE t (a, b, c, g AS (c + 1))",
            "CREATE VIEW v AS SELECT a FROM t",
            "CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE t SET b = new.b; END"
        )
        let before = try await bench.schema()
        #expect(
            try await bench.refusal("t") { $0.dropColumn("a") }
                == "table t cannot be changed so: view v depends on it (no such column: a)"
        )
        #expect(try await bench.refusal("t") { $0.dropColumn("b") }.contains("trigger tr depends on it"))
        #expect(try await bench.refusal("t") { $0.dropColumn("c") } == "table t computes column g from c; drop g first")
        #expect(try await bench.refusal("t") { $0.dropColumn("x") } == "table t has no column x; it has a, b, c, g")
        #expect(try await bench.refusal("s") { $0.dropColumn("x") } == "there is no table s; the tables are: t")
        #expect(try await bench.refusal("v") { $0.dropColumn("x") } == "v is a view, which has no columns to change")
        #expect(try await bench.schema() == before)
    }

    @Test func keysThatOthersPointToStay() async throws {
        let bench = try await RebuildBench(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a UNIQUE, b UNIQUE)",
            "CREATE TABLE c (a REFERENCES t (A), t REFERENCES t)"
        )
        #expect(
            try await bench.refusal("t") { $0.dropColumn("a") }
                == "table t cannot be changed so: a foreign key of table c depends on it (it points to A)"
        )
        #expect(try await bench.refusal("t") { $0.dropConstraint("t_pkey") }.contains("a foreign key of table c"))
        try await bench.change("t") { $0.dropColumn("b") }
        #expect(try await bench.rows("PRAGMA foreign_keys") == [[1]])
    }

    @Test func typesAreConverted() async throws {
        let bench = try await RebuildBench(
            "CREATE TABLE t (a INTEGER, b TEXT, c TEXT, d REAL)",
            "INSERT INTO t VALUES (1, '12', 'x1', 1.5)"
        )
        try await bench.change("t") {
            $0.alterColumn("a", to: ColumnChange(type: .text))
            $0.alterColumn("b", to: ColumnChange(type: .integer))
            $0.alterColumn("c", to: ColumnChange(type: .integer), using: "substr(c, 2)")
        }
        #expect(try await bench.rows("SELECT quote(a), quote(b), quote(c) FROM t") == [["'1'", "12", "1"]])
        #expect(
            try await bench.refusal("t") { $0.alterColumn("d", to: ColumnChange(type: .integer)) }
                == "table t has 1 rows whose d is no INTEGER; say in using: how to convert them"
        )
        // A word other than INTEGER would part the key from the rowid.
        let other = try await RebuildBench("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)")
        try await other.change("t") { $0.alterColumn("id", to: ColumnChange(type: .bigInt)) }
        #expect(try await other.sql("t") == "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)")
    }

    @Test func nullabilityAndDefaultsChange() async throws {
        let bench = try await RebuildBench(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT CONSTRAINT nn NOT NULL DEFAULT 'old', b NULL)",
            "INSERT INTO t VALUES (1, 'x', 'y')"
        )
        try await bench.change("t") {
            $0.alterColumn("a", to: ColumnChange(nullable: true, default: .set("new")))
            $0.alterColumn("b", to: ColumnChange(nullable: false, default: .set(.currentDate)))
        }
        #expect(
            try await bench.sql("t")?.contains("a TEXT DEFAULT 'new',\n    b NOT NULL DEFAULT CURRENT_DATE") == true
        )
        try await bench.change("t") { $0.alterColumn("a", to: ColumnChange(default: .remove)) }
        #expect(try await bench.sql("t")?.contains("a TEXT,") == true)
        try await bench.connection.execute("UPDATE t SET a = NULL")
        let refusal = try await bench.refusal("t") { $0.alterColumn("a", to: ColumnChange(nullable: false)) }
        #expect(refusal.contains("NOT NULL constraint failed: t.a"))
        #expect(
            try await bench.refusal("t") { $0.alterColumn("id", to: ColumnChange(nullable: true)) }
                == "table t has its column id in the primary key, which is never null"
        )
    }

    @Test func renamesStandBesideOtherChanges() async throws {
        let bench = try await RebuildBench("CREATE TABLE t (aa, bb, CHECK (aa > 0))", "INSERT INTO t VALUES (1, 2)")
        try await bench.change("t") {
            $0.alterColumn("aa", to: ColumnChange(nullable: false))
            $0.renameColumn("aa", to: "cc")
            $0.addColumn(Column("aa", .text).default("x"))
            $0.renameColumn("bb", to: "dd")
            $0.alterColumn("cc", to: ColumnChange(nullable: false))
        }
        #expect(try await bench.sql("t")?.contains("CHECK (\"cc\" > 0)") == true)
        #expect(try await bench.rows("SELECT cc, dd, aa FROM t") == [[1, 2, "x"]])
    }

    @Test func indexesAreRenamed() async throws {
        let bench = try await RebuildBench("CREATE TABLE t (a UNIQUE)", "CREATE INDEX i ON t (a) WHERE a > 1")
        func rename(_ name: String) async throws {
            try await bench.record("t") { $0.renameIndex(name, on: "t", to: "on") }
        }
        try await rename("I")
        #expect(try await bench.sql("on") == #"CREATE INDEX "on" ON t (a) WHERE a > 1"#)
        await #expect(throws: MigratorError.self) { try await rename("nowhere") }
        await #expect(throws: MigratorError.self) { try await rename("sqlite_autoindex_t_1") }
    }
}
