import MigrationDSL
import Testing

@testable import MigratorCore
@testable import MigratorDialects

/// The SQL of PostgreSQL for what tables, columns, constraints and indexes can be, whole.
struct PostgresTableTests {
    private func sql(_ body: (Operations) -> Void) throws -> [String] {
        try PostgresObjectTests.sql(body)
    }

    @Test(arguments: [
        (ColumnType.varchar, "varchar"), (.timeTZ, "timetz"), (.time(3), "time(3)"), (.timeTZ(0), "timetz(0)"),
        (.timestamp(3), "timestamp(3)"), (.timestampTZ(6), "timestamptz(6)"), (.interval(), "interval"),
        (.interval(precision: 2), "interval(2)"), (.interval(.yearToMonth), "interval YEAR TO MONTH"),
        (.interval(.dayToSecond, precision: 3), "interval DAY TO SECOND(3)"), (.bit(), "bit(1)"), (.bit(8), "bit(8)"),
        (.varbit, "varbit"), (.varbit(9), "varbit(9)"), (.inet, "inet"), (.int4range, "int4range"),
        (.datemultirange, "datemultirange"), (.point, "point"), (.bigSerial, "bigserial"),
        (.named("citext"), #""citext""#), (.named(ObjectName("sku", schema: "s")), #""s"."sku""#),
        (.named("geometry", "Point", "4326"), #""geometry"(Point, 4326)"#),
        (.array(of: .timestampTZ(3)), "timestamptz(3)[]"),
        (.custom("hstore"), "hstore"),
    ])
    func spellsATypeItsOwnWay(_ type: ColumnType, _ expected: String) {
        #expect(PostgresDialect(isTransactional: true).text(of: type) == expected)
    }

    @Test func aConstraintOfTheColumnsOfAnotherIsAddedByItself() throws {
        let statements = try sql { op in
            op.createTable("t") {
                Column("a", .integer).primaryKey()
                Column("b", .integer)
                Unique(["a"], name: "a_again")
                Unique(["b"], name: "b_once")
                Unique(["b"], name: "b_twice")
                Unique(["b"], name: "b_late", deferrable: .initiallyDeferred)
            }
        }
        #expect(
            statements == [
                """
                CREATE TABLE "t" (
                    "a" integer NOT NULL,
                    "b" integer,
                    PRIMARY KEY ("a"),
                    CONSTRAINT "b_once" UNIQUE ("b"),
                    CONSTRAINT "b_late" UNIQUE ("b") DEFERRABLE INITIALLY DEFERRED
                )
                """,
                #"ALTER TABLE "t" ADD CONSTRAINT "a_again" UNIQUE ("a")"#,
                #"ALTER TABLE "t" ADD CONSTRAINT "b_twice" UNIQUE ("b")"#,
            ]
        )
    }

    @Test func everythingAColumnCanBe() throws {
        let statements = try sql { op in
            op.createTable("t") {
                Column("a", .bigInt).identity(.always, SequenceOptions(start: 5, increment: 2, cache: 10))
                Column("b", .text).notNull(name: "b_there").compression("lz4").storage("EXTERNAL").collate(#""C""#)
                Column("c", .integer).renamed(from: "x")
            }
        }
        #expect(
            statements == [
                """
                CREATE TABLE "t" (
                    "a" bigint NOT NULL GENERATED ALWAYS AS IDENTITY (INCREMENT BY 2 START WITH 5 CACHE 10),
                    "b" text COMPRESSION lz4 COLLATE "C" CONSTRAINT "b_there" NOT NULL,
                    "c" integer
                )
                """,
                #"ALTER TABLE "t" ALTER COLUMN "b" SET STORAGE EXTERNAL"#,
            ]
        )
    }

    @Test func everythingAConstraintCanBe() throws {
        let statements = try sql { op in
            op.createTable("t") {
                PrimaryKey(["a"], include: ["b"], deferrable: .initiallyImmediate)
                Unique(["b"], name: "uq", nullsNotDistinct: true, include: ["c"], comment: "once")
                Check("a > 0", name: "ck", notValid: true, noInherit: true)
                ForeignKey(
                    ["o", "m"],
                    references: "p",
                    ["x", "y"],
                    onDelete: .setNull,
                    onUpdate: .cascade,
                    matchFull: true,
                    onDeleteColumns: ["m"]
                )
                Exclude([.init("r", with: "&&")], include: ["a"])
            }
        }
        #expect(
            statements == [
                """
                CREATE TABLE "t" (
                    PRIMARY KEY ("a") INCLUDE ("b") DEFERRABLE INITIALLY IMMEDIATE,
                    CONSTRAINT "uq" UNIQUE NULLS NOT DISTINCT ("b") INCLUDE ("c"),
                    CONSTRAINT "ck" CHECK (a > 0) NO INHERIT NOT VALID,
                    FOREIGN KEY ("o", "m") REFERENCES "p" ("x", "y") MATCH FULL ON DELETE SET NULL ("m") ON UPDATE CASCADE,
                    EXCLUDE USING gist (r WITH &&) INCLUDE ("a")
                )
                """,
                #"COMMENT ON CONSTRAINT "uq" ON "t" IS 'once'"#,
            ]
        )
    }

    @Test func everythingATableCanBe() throws {
        let statements = try sql { op in
            op.createTable(
                Table("t", comment: "c") { Column("a", .integer) }
                    .unlogged().storage(["fillfactor": "70", "autovacuum_enabled": "false"]).inherits(from: "o", "p")
                    .rowSecurity([.enabled, .forced]).replicaIdentity(.full)
            )
            op.createTable(Table("d") { Column("day", .date) }.partitioned(by: "RANGE (day)"))
            op.createTable(Table("d1") {}.partition(of: "d", "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')"))
            op.createTable(
                Table("d2") { Column("day", .date).notNull().default(.currentDate) }.partition(of: "d", "DEFAULT")
            )
        }
        #expect(
            statements == [
                "CREATE UNLOGGED TABLE \"t\" (\n    \"a\" integer\n) INHERITS (\"o\", \"p\") "
                    + "WITH (autovacuum_enabled = false, fillfactor = 70)",
                #"ALTER TABLE "t" ENABLE ROW LEVEL SECURITY"#, #"ALTER TABLE "t" FORCE ROW LEVEL SECURITY"#,
                #"ALTER TABLE "t" REPLICA IDENTITY FULL"#, #"COMMENT ON TABLE "t" IS 'c'"#,
                "CREATE TABLE \"d\" (\n    \"day\" date\n) PARTITION BY RANGE (day)",
                #"CREATE TABLE "d1" PARTITION OF "d" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')"#,
                "CREATE TABLE \"d2\" PARTITION OF \"d\" (\n    \"day\" NOT NULL DEFAULT CURRENT_DATE\n) DEFAULT",
            ]
        )
    }

    @Test func everythingAnIndexCanBe() throws {
        let statements = try sql { op in
            op.createIndex(
                Index(
                    "ix",
                    on: "t",
                    columns: [IndexColumn.column("a").operatorClass("gist_trgm_ops", ["siglen": "32"]).descending()],
                    unique: true,
                    where: "a > 0",
                    include: ["b"],
                    using: "gist",
                    nullsNotDistinct: true,
                    storage: ["fillfactor": "70", "buffering": "auto"]
                ).comment("x")
            )
        }
        #expect(
            statements == [
                #"CREATE UNIQUE INDEX "ix" ON "t" USING gist ("a" gist_trgm_ops (siglen = 32) DESC) INCLUDE ("b") "#
                    + "NULLS NOT DISTINCT WITH (buffering = auto, fillfactor = 70) WHERE a > 0",
                #"COMMENT ON INDEX "ix" IS 'x'"#,
            ]
        )
    }

    @Test func whatATableIsBesideItsColumnsChangesWithThem() throws {
        let statements = try sql { op in
            op.alterTable("t") { table in
                table.addColumn(Column("a", .text))
                table.alterConstraint("fk", deferrable: .set(.initiallyDeferred))
                table.alterConstraint("fk2", deferrable: .remove)
                table.setOptions(
                    to: TableOptionsChange(
                        logged: false,
                        storage: ["fillfactor": .set("70"), "toast.log": .set("a b"), "parallel_workers": .remove],
                        rowSecurity: .enabled,
                        replicaIdentity: .index("ix")
                    )
                )
            }
            op.setTableOptions(of: "t", to: TableOptionsChange(rowSecurity: []), was: .init(rowSecurity: .enabled))
            op.alterIndex("ix", on: "t", storage: ["pages_per_range": .set("32")])
        }
        #expect(
            statements == [
                #"ALTER TABLE "t" ADD COLUMN "a" text, ALTER CONSTRAINT "fk" DEFERRABLE INITIALLY DEFERRED, "#
                    + #"ALTER CONSTRAINT "fk2" NOT DEFERRABLE, SET UNLOGGED, SET (fillfactor = 70, toast.log = 'a b'), "#
                    + "RESET (parallel_workers), ENABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY, "
                    + #"REPLICA IDENTITY USING INDEX "ix""#,
                #"ALTER TABLE "t" DISABLE ROW LEVEL SECURITY"#,
                #"ALTER INDEX "ix" SET (pages_per_range = 32)"#,
            ]
        )
    }

    /// Changes of how a column is numbered or computed, and the statement.
    static let numbering: [(String, ColumnChange, ColumnChange?)] = [
        (
            #"ALTER COLUMN "c" DROP DEFAULT, ALTER COLUMN "c" ADD GENERATED BY DEFAULT AS IDENTITY (START WITH 9)"#,
            ColumnChange(default: .remove, identity: .set(.init(.byDefault, SequenceOptions(start: 9)))), nil
        ),
        (
            #"ALTER COLUMN "c" SET GENERATED ALWAYS SET INCREMENT BY 2 SET CYCLE"#,
            ColumnChange(identity: .set(.init(.always, SequenceOptions(increment: 2, cycles: true)))),
            ColumnChange(identity: .set(.init()))
        ),
        (#"ALTER COLUMN "c" DROP IDENTITY"#, ColumnChange(identity: .remove), nil),
        (#"ALTER COLUMN "c" DROP EXPRESSION"#, ColumnChange(generated: .remove), nil),
        (#"ALTER COLUMN "c" SET EXPRESSION AS (a + 1)"#, ColumnChange(generated: .set(.init("a + 1"))), nil),
    ]

    @Test(arguments: numbering.indices)
    func changesHowAColumnIsNumberedOrComputed(_ index: Int) throws {
        let (expected, change, former) = Self.numbering[index]
        #expect(try sql { $0.alterColumn("c", of: "t", to: change, was: former) } == [#"ALTER TABLE "t" "# + expected])
    }
}
