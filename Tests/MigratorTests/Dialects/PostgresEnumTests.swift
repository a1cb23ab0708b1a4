import MigrationDSL
import Testing

@testable import Migrator
@testable import MigratorCore
@testable import MigratorDialects

/// Enum types that columns bring, and values that must be there before a transaction.
struct PostgresEnumTests {
    private let dialect = PostgresDialect(isTransactional: true)

    private func record(_ body: (Operations) -> Void) -> [Operation] {
        let op = Operations()
        body(op)
        return op.recorded
    }

    private func sql(_ body: (Operations) -> Void) throws -> [String] {
        try record(body).flatMap { try dialect.render($0).map(\.script) }
    }

    private static let mood = ColumnType.enumeration(ObjectName("mood", schema: "inn"), values: ["calm", "it's"])

    private static let makeMood = """
        DO $migrator$
        DECLARE
            there CONSTANT regtype := to_regtype('"inn"."mood"');
            wanted CONSTANT text[] := ARRAY['calm', 'it''s']::text[];
            present text[];
        BEGIN
            IF there IS NULL THEN
                CREATE TYPE "inn"."mood" AS ENUM ('calm', 'it''s');
                RETURN;
            END IF;
            IF (SELECT typtype FROM pg_catalog.pg_type WHERE oid = there) <> 'e' THEN
                RAISE EXCEPTION 'type % is there already and is no enum; give the enum another name', there;
            END IF;
            SELECT coalesce(array_agg(enumlabel::text ORDER BY enumsortorder), '{}') INTO present
                FROM pg_catalog.pg_enum WHERE enumtypid = there;
            IF present <> wanted THEN
                RAISE EXCEPTION 'enum % is there already with the values %, and the column says %; '
                    'say the same, add values before, or give the enum another name', there, present, wanted;
            END IF;
        END
        $migrator$
        """

    private static let dropMood = """
        DO $migrator$
        BEGIN
            IF EXISTS (
                SELECT FROM pg_catalog.pg_type AS brought
                WHERE brought.oid = to_regtype('"inn"."mood"') AND brought.typtype = 'e' AND NOT EXISTS (
                    SELECT FROM pg_catalog.pg_depend AS dependency
                    WHERE dependency.refclassid = 'pg_catalog.pg_type'::regclass
                        AND dependency.refobjid IN (brought.oid, brought.typarray)
                        AND (dependency.classid, dependency.objid)
                            <> ('pg_catalog.pg_type'::regclass, brought.typarray)
                )
            ) THEN
                DROP TYPE "inn"."mood";
            END IF;
        END
        $migrator$
        """

    @Test func aTableBringsItsTypesOnceAndTakesThemAway() throws {
        let make: (Operations) -> Void = { op in
            op.createTable("t") {
                Column("a", Self.mood)
                Column("b", .array(of: Self.mood))
            }
        }
        #expect(
            try sql(make) == [
                Self.makeMood,
                """
                CREATE TABLE "t" (
                    "a" "inn"."mood",
                    "b" "inn"."mood"[]
                )
                """,
            ]
        )
        let back = try record(make).reversedOperations()
        #expect(try back.flatMap { try dialect.render($0).map(\.script) } == [#"DROP TABLE "t""#, Self.dropMood])
    }

    @Test func aColumnBringsItsTypeAndTakesItAway() throws {
        let column = Column("a", Self.mood)
        #expect(
            try sql { $0.addColumn(column, to: "t") }
                == [Self.makeMood, #"ALTER TABLE "t" ADD COLUMN "a" "inn"."mood""#]
        )
        #expect(try sql { $0.dropColumn(column, from: "t") } == [#"ALTER TABLE "t" DROP COLUMN "a""#, Self.dropMood])
        // Without its definition nobody knows what it brought.
        #expect(try sql { $0.dropColumn("a", from: "t") } == [#"ALTER TABLE "t" DROP COLUMN "a""#])
    }

    @Test func anotherTypeBringsOneAndTakesTheOtherAway() throws {
        let change: (Operations) -> Void = { op in
            op.alterColumn("a", of: "t", to: ColumnChange(type: Self.mood), was: ColumnChange(type: .text))
        }
        let cast = #"ALTER TABLE "t" ALTER COLUMN "a" TYPE "inn"."mood" USING "a"::text::"inn"."mood""#
        #expect(try sql(change) == [Self.makeMood, cast])
        let back = try record(change).reversedOperations()
        #expect(
            try back.flatMap { try dialect.render($0).map(\.script) }
                == [#"ALTER TABLE "t" ALTER COLUMN "a" TYPE text"#, Self.dropMood]
        )
        let array = ColumnType.array(of: Self.mood)
        #expect(
            try sql { $0.alterColumn("a", of: "t", to: ColumnChange(type: array), was: ColumnChange(type: Self.mood)) }
                == [
                    Self.makeMood,
                    #"ALTER TABLE "t" ALTER COLUMN "a" TYPE "inn"."mood"[] USING "a"::text[]::"inn"."mood"[]"#,
                ]
        )
    }

    @Test func aGroupBringsAllBeforeItsStatementAndDropsAfterIt() throws {
        let statements = try sql { op in
            op.alterTable("t") { table in
                table.renameColumn("x", to: "y")
                table.addColumn(Column("a", Self.mood))
                table.dropColumn(Column("b", .enumeration("other", values: ["one"])))
            }
        }
        #expect(statements.count == 4)
        #expect(statements.first == Self.makeMood)
        #expect(
            statements[1...2] == [
                #"ALTER TABLE "t" RENAME COLUMN "x" TO "y""#,
                #"ALTER TABLE "t" ADD COLUMN "a" "inn"."mood", DROP COLUMN "b""#,
            ]
        )
        #expect(statements.last?.contains(#"DROP TYPE "other""#) == true)
    }

    @Test func aTypeThatIsOnlyNamedIsLeftAlone() throws {
        #expect(
            try sql { op in
                op.addColumn(Column("a", .enumeration("mood")), to: "t")
                op.dropColumn(Column("a", .enumeration("mood")), from: "t")
            }
            .allSatisfy { $0.hasPrefix("ALTER TABLE") }
        )
    }

    @Test func aBlockIsMarkedByWhatItDoesNotHold() throws {
        let type = ColumnType.enumeration("m", values: ["$migrator$", "$migrator2$"])
        let block = try #require(try sql { $0.addColumn(Column("a", type), to: "t") }.first)
        #expect(block.hasPrefix("DO $migrator3$\n") && block.hasSuffix("\n$migrator3$"))
    }

    @Test func valuesThatPostgresWouldRefuseAreErrors() {
        let long = String(repeating: "x", count: 64)
        #expect(throws: MigratorError.self) { try sql { $0.createEnum("m", values: ["a", "a"]) } }
        #expect(throws: MigratorError.self) { try sql { $0.createEnum("m", values: [long]) } }
        #expect(throws: MigratorError.self) { try sql { $0.addEnumValue(long, to: "m") } }
        #expect(throws: MigratorError.self) {
            try sql { $0.dropColumn(Column("a", .enumeration(ObjectName(long), values: ["a"])), from: "t") }
        }
    }

    // MARK: Preludes

    /// What follows a value, and whether the value must be there before.
    static let uses: [(Bool, @Sendable (Operations) -> Void)] = [
        (false, { _ in }),
        (false, { $0.dropTable("t") }),
        (false, { $0.createTable("t") { Column("id", .uuid).primaryKey().default(7) } }),
        (false, { $0.addColumn(Column("a", .enumeration("mood")), to: "t") }),
        (false, { $0.createIndex("ix", on: "t", columns: ["a"], unique: true) }),
        (false, { $0.alterColumn("a", of: "t", to: ColumnChange(nullable: false, default: .remove)) }),
        (false, { $0.createForeignKey("fk", on: "t", columns: ["a"], references: "o", ["a"]) }),
        (true, { $0.bulkInsert(into: "t", [["a": "curious"]]) }),
        (true, { $0.delete(from: "t", where: Field("a") == "curious", was: []) }),
        (true, { $0.update("t", set: ["a": "curious"], where: .everyRow) }),
        (true, { $0.execute("SELECT 1") }),
        (true, { $0.perform("p") { _ in } }),
        (true, { $0.createView("v", as: "SELECT 1") }),
        (true, { $0.addColumn(Column("a", .enumeration("mood")).default("curious"), to: "t") }),
        (true, { $0.addColumn(Column("a", .text).check("a <> 'curious'"), to: "t") }),
        (true, { $0.createTable("t") { Check("a = 'curious'") } }),
        (true, { $0.createIndex("ix", on: "t", columns: ["a"], where: "a = 'curious'") }),
        (true, { $0.alterColumn("a", of: "t", to: ColumnChange(default: .set("curious"))) }),
        (true, { $0.alterColumn("a", of: "t", to: ColumnChange(type: .enumeration("mood"))) }),
        (true, { $0.alterTable("t") { $0.addConstraint(.check(Check("a = 'curious'"))) } }),
    ]

    @Test(arguments: uses.indices)
    func aValueThatMayBeUsedComesBefore(_ index: Int) {
        let (isUsed, body) = Self.uses[index]
        let operations = record { op in
            op.createSchema("s")
            op.addEnumValue("curious", to: "mood")
            body(op)
        }
        #expect(dialect.preludes(of: operations) == (isUsed ? [1] : []), "\(operations.map(\.summary))")
        // Without a transaction each statement is committed anyway.
        #expect(PostgresDialect(isTransactional: false).preludes(of: operations).isEmpty)
    }

    /// What comes before a value and makes its type another.
    static let makers: [@Sendable (Operations) -> Void] = [
        { $0.createEnum("mood", values: ["calm"]) },
        { $0.createEnum(ObjectName("mood", schema: "public"), values: ["calm"]) },
        { $0.renameEnumValue("calm", of: "mood", to: "serene") },
        { $0.createTable("t") { Column("a", .enumeration("mood", values: ["calm"])) } },
        { $0.alterTable("t") { $0.addColumn(Column("a", .enumeration("mood", values: ["calm"]))) } },
    ]

    @Test(arguments: makers.indices)
    func aValueOfATypeThatTheRevisionMakesDoesNot(_ index: Int) {
        let operations = record { op in
            Self.makers[index](op)
            op.addEnumValue("curious", to: "mood")
            op.addEnumValue("bold", to: "other", .after("x"))
            op.addEnumValue("bolder", to: "other", .after("bold"))
            op.execute("SELECT 1")
            op.addEnumValue("last", to: "other")
        }
        #expect(dialect.preludes(of: operations) == [2, 3])
    }
}
