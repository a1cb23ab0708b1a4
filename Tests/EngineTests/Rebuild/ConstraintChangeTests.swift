import MigrationDSL
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

@testable import Migrator
@testable import MigratorCore
@testable import MigratorDialects

/// Changes of constraints by rebuilding, and what a rebuild keeps.
struct ConstraintChangeTests {
    @Test func constraintsAreAddedAndDroppedAgain() async throws {
        let bench = try await RebuildBench(
            "CREATE TABLE p (id INTEGER PRIMARY KEY)",
            "CREATE TABLE t (a INTEGER, b, c)",
            "INSERT INTO p VALUES (1)",
            "INSERT INTO t VALUES (1, 1, 1)"
        )
        try await bench.change("t") {
            $0.addConstraint(.primaryKey(PrimaryKey(["a"])))
            $0.addConstraint(.unique(Unique(["b", "c"], name: "uq")))
            $0.addConstraint(.check(Check("c > 0", name: "ck")))
            $0.addConstraint(.foreignKey(ForeignKey(["b"], references: "p", onDelete: .cascade)))
        }
        for wrong in ["(1, 1, 2)", "(2, 1, 1)", "(2, 1, 0)", "(2, 2, 2)"] {
            await #expect(throws: DatabaseFailure.self) {
                try await bench.connection.execute("INSERT INTO t VALUES \(wrong)")
            }
        }
        #expect(
            try await bench.refusal("t") { $0.addConstraint(.check(Check("1", name: "CK"))) }
                == "table t already has a constraint CK"
        )
        try await bench.record("t") {
            $0.renameConstraint("uq", of: "t", to: "uq 2")
            for name in ["t_pkey", "uq 2", "ck", "t_b_fkey"] { $0.dropConstraint(name, from: "t") }
        }
        #expect(try await bench.sql("t") == "CREATE TABLE t (\n    a INTEGER NOT NULL,\n    b,\n    c\n)")
        #expect(
            try await bench.refusal("t") { $0.dropConstraint("ck") } == "table t has no constraint ck; it has none"
        )
        let orphan = try await bench.refusal("t") {
            $0.alterColumn("b", to: ColumnChange(nullable: false))
            $0.addConstraint(.foreignKey(ForeignKey(["b"], references: "p", ["id"], name: "fk")))
            $0.dropConstraint("nothing")
        }
        #expect(orphan == "table t has no constraint nothing; it has fk")
    }

    @Test func constraintsWithoutNamesAnswerToThoseOfPostgreSQL() async throws {
        let bench = try await RebuildBench(
            """
            CREATE TABLE t (id INTEGER PRIMARY KEY, a UNIQUE REFERENCES t, b CHECK (b > 0), c,
                UNIQUE (b, c), CHECK (a <> b), CHECK (c > 0), FOREIGN KEY (b, c) REFERENCES u (x, y))
            """
        )
        let refusal = try await bench.refusal("t") { $0.dropConstraint("other") }
        #expect(
            refusal == "table t has no constraint other; it has t_pkey, t_a_key, t_a_fkey, t_b_check, t_b_c_key, "
                + "t_check, t_c_check, t_b_c_fkey"
        )
        try await bench.record("t") {
            $0.renameConstraint("t_check", of: "t", to: "mine")
            for name in ["t_a_key", "t_a_fkey", "t_b_check", "t_b_c_key", "t_c_check", "t_b_c_fkey"] {
                $0.dropConstraint(name, from: "t")
            }
        }
        #expect(
            try await bench.sql("t")
                == "CREATE TABLE t (\n    id INTEGER PRIMARY KEY,\n    a,\n    b,\n    c,\n    "
                + "CONSTRAINT \"mine\" CHECK (a <> b)\n)"
        )
    }

    @Test func theKeyOfATableWithoutRowIDMayBecomeAnother() async throws {
        let bench = try await RebuildBench(
            "CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY ON CONFLICT FAIL, b TEXT NOT NULL) WITHOUT ROWID",
            "INSERT INTO t VALUES ('x', 'y')"
        )
        let refusal = "table t is WITHOUT ROWID and has to keep a primary key: what drops it has to add another"
        #expect(try await bench.refusal("t") { $0.dropConstraint("t_pkey") } == refusal)
        #expect(try await bench.refusal("t") { $0.dropColumn("a") } == refusal)
        try await bench.change("t") {
            $0.dropConstraint("t_pkey")
            $0.addConstraint(.primaryKey(PrimaryKey(["b", "a"], name: "both")))
        }
        #expect(
            try await bench.sql("t") == """
                CREATE TABLE t (
                    a TEXT NOT NULL,
                    b TEXT NOT NULL,
                    CONSTRAINT "both" PRIMARY KEY ("b", "a")
                ) WITHOUT ROWID
                """
        )
        #expect(try await bench.rows("SELECT * FROM t") == [["x", "y"]])
    }

    @Test func triggersThatDidNotCompileBeforeKeepNoColumnFromGoing() async throws {
        let bench = try await RebuildBench(
            "CREATE TABLE t (a, b, c)",
            "CREATE TRIGGER stamp AFTER UPDATE ON t BEGIN SELECT unknown_to_all(new.a); END",
            "CREATE TRIGGER other AFTER INSERT ON t BEGIN SELECT new.a; END"
        )
        try await bench.change("t") { $0.dropColumn("b") }
        #expect(try await bench.sql("t") == "CREATE TABLE t (\n    a,\n    c\n)")
        let refusal = try await bench.refusal("t") { $0.dropColumn("a") }
        #expect(refusal.contains("trigger other, stamp depends on it"))
    }

    @Test func rowsThatBreakANewConstraintAreNotTouched() async throws {
        let bench = try await RebuildBench(
            "CREATE TABLE p (id INTEGER PRIMARY KEY)",
            "CREATE TABLE t (a, b, UNIQUE (a, b) ON CONFLICT REPLACE)",
            "INSERT INTO t VALUES (1, 1), (1, 2)"
        )
        let before = try await bench.schema()
        for constraint: Constraint in [
            .unique(Unique(["a"])), .check(Check("b < 2")), .foreignKey(ForeignKey(["b"], references: "p")),
        ] {
            let refusal = try await bench.refusal("t") { $0.addConstraint(constraint) }
            #expect(refusal != "no error")
            #expect(try await bench.rows("SELECT * FROM t") == [[1, 1], [1, 2]])
            #expect(try await bench.schema() == before)
        }
    }

    @Test func foreignKeysBothWaysAndCountersAreKept() async throws {
        let bench = try await RebuildBench(
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, up REFERENCES t ON DELETE CASCADE, x, CHECK (t.x > 0))",
            "CREATE TABLE c (t REFERENCES t ON DELETE CASCADE)",
            "CREATE INDEX i ON t (x) WHERE x > 1",
            "CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO c VALUES (new.id); END",
            "CREATE TRIGGER other AFTER DELETE ON c BEGIN UPDATE t SET x = x; END",
            "CREATE VIEW v AS SELECT t.x FROM t",
            "INSERT INTO t VALUES (1, NULL, 1), (2, 1, 1), (9, NULL, 1)",
            "DELETE FROM t WHERE id = 9"
        )
        let before = try await bench.schema(without: ["t"])
        let result = try await bench.change("t") { $0.alterColumn("x", to: ColumnChange(nullable: false)) }
        #expect(result.rows == 2)
        #expect(try await bench.schema(without: ["t"]) == before)
        #expect(
            try await bench.sql("t") == """
                CREATE TABLE t (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    up REFERENCES t ON DELETE CASCADE,
                    x NOT NULL,
                    CHECK (t.x > 0)
                )
                """
        )
        #expect(try await bench.rows("SELECT * FROM c") == [[1], [2]])
        #expect(try await bench.rows("SELECT * FROM sqlite_sequence") == [["t", 9]])
        #expect(try await bench.damage().isEmpty)
        try await bench.connection.execute("DELETE FROM t WHERE id = 1")
        #expect(try await bench.rows("SELECT * FROM c").isEmpty)
        #expect(try await bench.rows("SELECT * FROM t").isEmpty)
    }

    @Test func rowsThatReferredToNoneBeforeStay() async throws {
        let bench = try await RebuildBench(
            "CREATE TABLE p (id INTEGER PRIMARY KEY)",
            "CREATE TABLE t (a REFERENCES p, b)",
            "PRAGMA foreign_keys = OFF",
            "INSERT INTO t VALUES (7, 1)",
            "PRAGMA foreign_keys = ON"
        )
        try await bench.change("t") { $0.alterColumn("b", to: ColumnChange(nullable: false)) }
        #expect(try await bench.rows("SELECT * FROM t") == [[7, 1]])
    }

    @Test func cancellingLeavesTheSettingsAsTheyWere() async throws {
        let bench = try await RebuildBench(
            "CREATE TABLE t (a)",
            "INSERT INTO t WITH s(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM s WHERE v < 300000) SELECT v FROM s"
        )
        let task = Task { try await bench.change("t") { $0.addConstraint(.unique(Unique(["a"]))) } }
        try await poll(for: "the transaction") { await bench.connection.isInTransaction }
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
        #expect(try await bench.rows("PRAGMA foreign_keys") == [[1]])
        #expect(try await bench.rows("PRAGMA legacy_alter_table") == [[0]])
        #expect(try await bench.sql("t") == "CREATE TABLE t (a)")
        #expect(await bench.connection.isInTransaction == false)
    }

    @Test func foreignKeysThatAreOnAreNoticed() async throws {
        let bench = try await RebuildBench("CREATE TABLE t (a)")
        let op = Operations()
        op.dropColumn("a", from: "t")
        try await bench.connection.begin()
        await #expect(throws: MigratorError.self) {
            _ = try await SQLiteRebuild(table: "t", changes: op.recorded).run(on: bench.connection)
        }
    }

    @Test func changesThatFollowEachOtherAreOneRebuild() {
        let op = Operations()
        op.addColumn(Column("a", .integer), to: "t")
        op.addColumn(Column("b", .integer), to: "u")
        op.createUniqueConstraint("q", on: "u", columns: ["b"])
        op.alterTable("u") { $0.dropColumn("c") }
        op.execute("SELECT 1")
        op.renameColumn("a", of: "u", to: "d")
        let placements = SQLiteRebuild.placements(of: op.recorded).map { placement in
            switch placement {
            case .native: "native"
            case .rebuild(let rebuild): "\(rebuild.changes.count) of \(rebuild.table)"
            case .covered: "covered"
            }
        }
        #expect(placements == ["native", "3 of u", "covered", "covered", "native", "native"])
    }
}
