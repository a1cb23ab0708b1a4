import MigrationDSL
import MigratorDatabase
import MigratorSQLite
import Testing

@testable import Migrator
@testable import MigratorCore
@testable import MigratorDialects

/// How rows are numbered and kept, and what becomes of those that break a rule, changed by rebuilding.
struct OptionChangeTests {
    /// The text of a table on one line.
    private func text(_ bench: RebuildBench, _ table: String = "t") async throws -> String? {
        try await bench.sql(table)?.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test(arguments: [
        "CREATE TABLE t ( id INTEGER PRIMARY KEY, a TEXT )",
        "CREATE TABLE t ( id INTEGER CONSTRAINT k PRIMARY KEY ON CONFLICT REPLACE, a TEXT )",
    ])
    func numbersAreGivenOnceAndAgain(_ table: String) async throws {
        let bench = try await RebuildBench(table, "INSERT INTO t VALUES (7, 'x'), (9, 'y')")
        try await bench.change("t") { $0.alterColumn("id", to: ColumnChange(identity: .set(.init()))) }
        #expect(try await text(bench)?.contains(" AUTOINCREMENT,") == true)
        #expect(try await bench.rows("SELECT seq FROM sqlite_sequence WHERE name = 't'") == [[9]])
        try await bench.connection.execute("DELETE FROM t WHERE id = 9")
        try await bench.connection.execute("INSERT INTO t (a) VALUES ('z')")
        #expect(try await bench.rows("SELECT id, a FROM t") == [[7, "x"], [10, "z"]])
        try await bench.change("t") { $0.alterColumn("id", to: ColumnChange(identity: .remove)) }
        #expect(try await text(bench) == table)
        #expect(try await bench.rows("SELECT * FROM sqlite_sequence") == [])
        #expect(try await bench.rows("SELECT id FROM t") == [[7], [10]])
    }

    @Test func aKeyBesideItsColumnGoesToItToBeNumbered() async throws {
        let bench = try await RebuildBench("CREATE TABLE t (id INT, a, CONSTRAINT k PRIMARY KEY (id))")
        try await bench.connection.execute("INSERT INTO t VALUES (3, 'x')")
        try await bench.change("t") { $0.alterColumn("id", to: ColumnChange(identity: .set(.init()))) }
        #expect(try await text(bench) == "CREATE TABLE t ( id INTEGER CONSTRAINT k PRIMARY KEY AUTOINCREMENT, a )")
        #expect(try await bench.rows("SELECT rowid, id, a FROM t") == [[3, 3, "x"]])
        #expect(
            try await bench.refusal("t") { $0.alterColumn("a", to: ColumnChange(identity: .set(.init()))) }
                == "table t can number its rows only in the column that is its primary key, which a is not"
        )
    }

    @Test func aKeyWithoutAValueIsNotNumberedUnasked() async throws {
        let bench = try await RebuildBench(
            "CREATE TABLE t (id INT PRIMARY KEY, a)",
            "INSERT INTO t VALUES (1, 'x'), (NULL, 'y')"
        )
        let refusal = try await bench.refusal("t") { $0.alterColumn("id", to: ColumnChange(type: .integer)) }
        #expect(refusal == "table t has 1 rows without a id, which is to number them")
    }

    @Test func whatBecomesOfANullChanges() async throws {
        let bench = try await RebuildBench(
            "CREATE TABLE t ( a INT NOT NULL, b INT )",
            "INSERT INTO t VALUES (1, NULL)"
        )
        let before = try await text(bench)
        try await bench.change("t") { $0.alterColumn("a", to: ColumnChange(onNull: .set(.ignore))) }
        try await bench.connection.execute("INSERT INTO t VALUES (NULL, 2)")
        #expect(try await bench.rows("SELECT a FROM t") == [[1]])
        let kept = try await bench.refusal("t") {
            $0.alterColumn("b", to: ColumnChange(nullable: false, onNull: .set(.ignore)))
        }
        // No clause of the table may drop rows on the way.
        #expect(kept.contains("NOT NULL constraint failed: t.b"))
        try await bench.change("t") { $0.alterColumn("a", to: ColumnChange(onNull: .remove)) }
        #expect(try await text(bench) == before)
        let none = try await bench.refusal("t") { $0.alterColumn("b", to: ColumnChange(onNull: .set(.fail))) }
        #expect(none == "table t lets b be null; say nullable: false beside onNull:")
    }

    @Test(arguments: [
        "CREATE TABLE t ( a INTEGER PRIMARY KEY AUTOINCREMENT, b INT )",
        "CREATE TABLE t ( a INTEGER PRIMARY KEY, b INT ) WITHOUT ROWID",
        "CREATE TABLE t ( a INTEGER PRIMARY KEY, b INT )", "CREATE TABLE t ( a INT NOT NULL PRIMARY KEY, b INT )",
    ])
    func aKeyIsReplacedWhereItStands(_ table: String) async throws {
        let bench = try await RebuildBench(
            table,
            "CREATE TABLE child (a REFERENCES t)",
            "INSERT INTO t VALUES (1, 1)",
            "INSERT INTO child VALUES (1)"
        )
        let (old, new) = (
            Constraint.primaryKey(PrimaryKey(["a"], name: "t_pkey")),
            Constraint.primaryKey(PrimaryKey(["a"], name: "t_pkey", onConflict: .replace))
        )
        try await bench.change("t") {
            $0.dropConstraint(old)
            $0.addConstraint(new)
        }
        #expect(try await text(bench) == table.replacing("KEY", with: "KEY ON CONFLICT REPLACE"))
        try await bench.connection.execute("INSERT INTO t VALUES (1, 2)")
        #expect(try await bench.rows("SELECT a, b FROM t") == [[1, 2]])
        try await bench.change("t") {
            $0.dropConstraint(new)
            $0.addConstraint(old)
        }
        #expect(try await text(bench) == table)
        await #expect(throws: DatabaseFailure.self) {
            try await bench.connection.execute("INSERT INTO t VALUES (1, 3)")
        }
    }

    @Test func aTableBecomesStrictAndBack() async throws {
        let bench = try await RebuildBench(
            "CREATE TABLE t (a INT PRIMARY KEY, b VARCHAR(9), c)",
            "CREATE INDEX t_b ON t (b)",
            "INSERT INTO t VALUES (1, 'x', 2.5)"
        )
        try await bench.change("t") { $0.setOptions(to: TableOptionsChange(sqlite: .strict)) }
        #expect(try await text(bench) == "CREATE TABLE t ( a INT PRIMARY KEY, b TEXT, c ANY ) STRICT")
        #expect(try await bench.rows("SELECT * FROM t") == [[1, "x", 2.5]])
        #expect(try await bench.schema().keys.contains("index t_b"))
        await #expect(throws: DatabaseFailure.self) {
            try await bench.connection.execute("INSERT INTO t VALUES ('no', 'x', 1)")
        }
        try await bench.change("t") {
            $0.setOptions(to: TableOptionsChange(sqlite: []))
            $0.alterColumn("b", to: ColumnChange(type: .string(9)))
        }
        #expect(try await text(bench) == "CREATE TABLE t ( a INT PRIMARY KEY, b VARCHAR(9), c ANY )")
    }

    @Test func rowsThatAStrictTableRefusesAreKept() async throws {
        let bench = try await RebuildBench("CREATE TABLE t (a INT)", "INSERT INTO t VALUES ('no number')")
        let before = try await text(bench)
        let refusal = try await bench.refusal("t") { $0.setOptions(to: TableOptionsChange(sqlite: .strict)) }
        #expect(refusal.contains("cannot store TEXT value in INT column t.a"))
        #expect(try await text(bench) == before)
        #expect(try await bench.rows("SELECT * FROM t") == [["no number"]])
    }

    @Test func aTableIsKeptByItsKeyAndByItsRowsNumber() async throws {
        let bench = try await RebuildBench(
            "CREATE TABLE t (a TEXT PRIMARY KEY, b)",
            "CREATE TABLE keyless (a)",
            "INSERT INTO t VALUES ('y', 1), ('x', 2)"
        )
        try await bench.change("t") {
            $0.alterColumn("a", to: ColumnChange(nullable: false))
            $0.setOptions(to: TableOptionsChange(sqlite: [.withoutRowID]))
        }
        #expect(try await text(bench)?.hasSuffix(") WITHOUT ROWID") == true)
        #expect(try await bench.rows("SELECT a FROM t") == [["x"], ["y"]])
        try await bench.change("t") {
            $0.setOptions(to: TableOptionsChange(sqlite: []))
            $0.alterColumn("a", to: ColumnChange(nullable: true))
        }
        #expect(try await text(bench) == "CREATE TABLE t ( a TEXT PRIMARY KEY, b )")
        try await bench.connection.execute("INSERT INTO t VALUES (NULL, 3)")
        #expect(try await bench.rows("SELECT count(rowid) FROM t") == [[3]])
        #expect(
            try await bench.refusal("keyless") { $0.setOptions(to: TableOptionsChange(sqlite: .withoutRowID)) }
                == "table keyless has no primary key, which a table WITHOUT ROWID needs"
        )
    }

    @Test func valuesStayWhereATypeKeepsItsAffinity() async throws {
        let bench = try await RebuildBench(
            "CREATE TABLE t (a, b TEXT, c INT)",
            "INSERT INTO t VALUES (1, x'00ff', 'no number'), ('x', 'y', 2)"
        )
        try await bench.change("t") {
            $0.alterColumn("a", to: ColumnChange(type: .bytes))
            $0.alterColumn("b", to: ColumnChange(type: .custom("CLOB")))
            $0.alterColumn("c", to: ColumnChange(type: .integer))
        }
        #expect(try await text(bench) == "CREATE TABLE t ( a BLOB, b CLOB, c INTEGER )")
        #expect(
            try await bench.rows("SELECT typeof(a), typeof(b), typeof(c) FROM t") == [
                ["integer", "blob", "text"], ["text", "text", "integer"],
            ]
        )
    }

    @Test func checksWithoutNamesAreToldApart() async throws {
        let bench = try await RebuildBench("CREATE TABLE t (a, CHECK (a > 0), CHECK (a < 10), CHECK (a <> 5))")
        let refusal = try await bench.refusal("t") { $0.dropConstraint("other") }
        #expect(refusal == "table t has no constraint other; it has t_a_check, t_a_check1, t_a_check2")
        let checks = [Check("a > 0", name: "t_a_check"), Check("a <> 5", name: "t_a_check2")].map(Constraint.check)
        try await bench.change("t") { for check in checks { $0.dropConstraint(check) } }
        #expect(try await text(bench) == "CREATE TABLE t ( a, CHECK (a < 10) )")
        try await bench.change("t") { for check in checks.reversed() { $0.addConstraint(check) } }
        try await bench.record("t") { $0.renameConstraint("t_a_check1", of: "t", to: "least") }
        #expect(
            try await text(bench) == """
                CREATE TABLE t ( a, CONSTRAINT "least" CHECK (a < 10), CONSTRAINT "t_a_check2" CHECK (a <> 5), \
                CONSTRAINT "t_a_check" CHECK (a > 0) )
                """
        )
    }
}
