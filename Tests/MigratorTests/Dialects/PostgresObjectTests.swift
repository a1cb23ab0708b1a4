import MigrationDSL
import Testing

@testable import Migrator
@testable import MigratorCore
@testable import MigratorDialects

/// The SQL of PostgreSQL for objects beside tables, whole.
struct PostgresObjectTests {
    static func sql(_ body: (Operations) -> Void) throws -> [String] {
        let op = Operations()
        body(op)
        let dialect = PostgresDialect(isTransactional: true)
        return try op.recorded.flatMap { try dialect.render($0).map(\.script) }
    }

    private static let policy = Policy("own", on: "docs", using: "owner = current_user")

    /// Operations, and their statements.
    static let statements: [([String], @Sendable (Operations) -> Void)] = [
        (
            [
                #"CREATE DOMAIN "s"."pct" AS integer DEFAULT 0 NOT NULL CONSTRAINT "in_range" CHECK (VALUE < 101)"#,
                #"COMMENT ON DOMAIN "s"."pct" IS 'a share'"#,
                #"COMMENT ON CONSTRAINT "in_range" ON DOMAIN "s"."pct" IS 'of a hundred'"#,
            ],
            {
                let check = Check("VALUE < 101", name: "in_range", comment: "of a hundred")
                let name = ObjectName("pct", schema: "s")
                $0.createDomain(
                    Domain(name, .integer, default: 0, nullable: false, checks: [check]).comment("a share")
                )
            }
        ),
        ([#"DROP DOMAIN "pct""#], { $0.dropDomain("pct") }),
        (
            [
                #"ALTER DOMAIN "pct" DROP CONSTRAINT "old""#, #"ALTER DOMAIN "pct" SET DEFAULT 5"#,
                #"ALTER DOMAIN "pct" SET NOT NULL"#,
                #"ALTER DOMAIN "pct" ADD CONSTRAINT "new" CHECK (VALUE > 0)"#,
            ],
            {
                $0.alterDomain(
                    "pct",
                    nullable: false,
                    default: .set(5),
                    adding: [Check("VALUE > 0", name: "new")],
                    dropping: [Check("VALUE > 1", name: "old")]
                )
            }
        ),
        (
            [#"CREATE TYPE "geo" AS ("lat" double precision, "name" text COLLATE "C")"#],
            {
                $0.createCompositeType(
                    CompositeType("geo", [.init("lat", .double), .init("name", .text, collate: #""C""#)])
                )
            }
        ),
        (
            [
                #"ALTER TYPE "geo" ADD ATTRIBUTE "alt" double precision, DROP ATTRIBUTE "note""#,
                #"ALTER TYPE "geo" RENAME ATTRIBUTE "lat" TO "latitude""#,
                #"ALTER TYPE "geo" ALTER ATTRIBUTE "lon" TYPE real"#,
            ],
            {
                $0.alterCompositeType(
                    "geo",
                    [
                        .add(.init("alt", .double)), .drop(.init("note", .text)), .rename("lat", to: "latitude"),
                        .alter(.init("lon", .real), was: .init("lon", .double)),
                    ]
                )
            }
        ),
        ([#"DROP TYPE "geo""#], { $0.dropCompositeType("geo") }),
        (
            [#"CREATE EXTENSION IF NOT EXISTS "citext" SCHEMA "s" VERSION '1.6'"#],
            { $0.createExtension(Extension("citext", schema: "s", version: "1.6"), ifNotExists: true) }
        ),
        ([#"DROP EXTENSION "citext""#], { $0.dropExtension("citext") }),
        (
            [
                "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT a;'",
                #"COMMENT ON FUNCTION "f"(a int) IS 'itself'"#,
            ],
            {
                let text: SQLText = "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT a;';"
                $0.createFunction(Function("f", "a int", text).comment("itself"))
            }
        ),
        ([#"DROP FUNCTION "s"."f"()"#], { $0.dropFunction(ObjectName("f", schema: "s")) }),
        ([#"DROP PROCEDURE "p"(int, text)"#], { $0.dropFunction("p", "int, text", procedure: true) }),
        (
            [
                "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
                #"ALTER TABLE "t" ENABLE ALWAYS TRIGGER "g""#, #"COMMENT ON TRIGGER "g" ON "t" IS 'c'"#,
            ],
            {
                let text: SQLText = "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()"
                $0.createTrigger(Trigger("g", on: "t", text, state: .always).comment("c"))
            }
        ),
        ([#"DROP TRIGGER "g" ON "t""#], { $0.dropTrigger("g", on: "t") }),
        ([#"ALTER TABLE "t" DISABLE TRIGGER "g""#], { $0.setTrigger("g", on: "t", to: .disabled) }),
        ([#"ALTER TABLE "t" ENABLE REPLICA TRIGGER "g""#], { $0.setTrigger("g", on: "t", to: .replica) }),
        ([#"CREATE POLICY "own" ON "docs" USING (owner = current_user)"#], { $0.createPolicy(Self.policy) }),
        (
            [#"CREATE POLICY "w" ON "docs" AS RESTRICTIVE FOR INSERT TO "clerk", CURRENT_USER WITH CHECK (n > 0)"#],
            {
                $0.createPolicy(
                    Policy(
                        "w",
                        on: "docs",
                        permissive: false,
                        for: .insert,
                        to: ["clerk", "current_user"],
                        check: "n > 0"
                    )
                )
            }
        ),
        ([#"DROP POLICY "own" ON "docs""#], { $0.dropPolicy("own", on: "docs") }),
        (
            [#"ALTER POLICY "own" ON "docs" TO PUBLIC USING (owner = current_user)"#],
            { $0.alterPolicy(Self.policy, was: Policy("own", on: "docs", to: ["clerk"], using: "true")) }
        ),
        (
            ["CREATE RULE keep AS ON DELETE TO orders DO INSTEAD NOTHING"],
            {
                $0.createOpaque(
                    Opaque("rule", "keep", "CREATE RULE keep AS ON DELETE TO orders DO INSTEAD NOTHING", on: "orders")
                )
            }
        ),
        ([#"DROP RULE "keep" ON "orders""#], { $0.dropOpaque(Opaque("rule", "keep", "", on: "orders")) }),
        (
            ["DROP AGGREGATE total(int)"],
            { $0.dropOpaque(Opaque("aggregate", "total", "", drop: "DROP AGGREGATE total(int)")) }
        ),
        (
            [
                #"CREATE SEQUENCE "n" AS integer MAXVALUE 9 CACHE 5 CYCLE OWNED BY "t"."c""#,
                #"COMMENT ON SEQUENCE "n" IS 'x'"#,
            ],
            {
                let numbers = NumberSequence("n", type: .integer, maximum: 9, cache: 5, cycles: true)
                $0.createSequence(numbers.owned(by: "t", "c").comment("x"))
            }
        ),
        (
            [#"ALTER SEQUENCE "n" AS bigint INCREMENT BY 10 NO MAXVALUE NO CYCLE OWNED BY NONE"#],
            {
                let change = SequenceChange(
                    type: .bigInt,
                    increment: 10,
                    maximum: .remove,
                    cycles: false,
                    owner: .remove
                )
                $0.alterSequence("n", to: change)
            }
        ),
        ([#"ALTER VIEW "s"."v" RENAME TO "w""#], { $0.renameView(ObjectName("v", schema: "s"), to: "w") }),
        ([#"ALTER MATERIALIZED VIEW "v" RENAME TO "w""#], { $0.renameView("v", to: "w", materialized: true) }),
        ([#"ALTER SEQUENCE "n" RENAME TO "m""#], { $0.renameSequence("n", to: "m") }),
        ([#"ALTER TYPE "mood" RENAME TO "temper""#], { $0.renameEnum("mood", to: "temper") }),
        ([#"ALTER DOMAIN "pct" RENAME TO "share""#], { $0.renameDomain("pct", to: "share") }),
        ([#"ALTER SCHEMA "a" RENAME TO "b""#], { $0.rename(.schema("a"), to: "b") }),
        ([#"ALTER FUNCTION "f"(int) RENAME TO "g""#], { $0.rename(.function("f", "int"), to: "g") }),
        ([#"ALTER TRIGGER "a" ON "t" RENAME TO "b""#], { $0.rename(.trigger("a", on: "t"), to: "b") }),
        ([#"ALTER POLICY "a" ON "t" RENAME TO "b""#], { $0.rename(.policy("a", on: "t"), to: "b") }),
        (
            [#"ALTER DOMAIN "pct" RENAME CONSTRAINT "a" TO "b""#],
            { $0.rename(.constraint("a", onDomain: "pct"), to: "b") }
        ),
        (
            [#"COMMENT ON INDEX "s"."ix" IS 'for the search'"#],
            { $0.comment(on: .index("ix", on: ObjectName("t", schema: "s")), "for the search") }
        ),
        ([#"COMMENT ON CONSTRAINT "ck" ON "t" IS NULL"#], { $0.comment(on: .constraint("ck", on: "t"), nil) }),
        ([#"COMMENT ON TYPE "mood" IS 'x'"#], { $0.comment(on: .enumeration("mood"), "x") }),
        ([#"COMMENT ON SCHEMA "s" IS 'x'"#], { $0.comment(on: .schema("s"), "x") }),
        (
            [#"CREATE VIEW "v" ("x") WITH (check_option = local, security_barrier = true) AS SELECT 1"#],
            {
                let options = ViewOptions(securityBarrier: true, check: .local)
                $0.createView(View("v", columns: ["x"], as: "SELECT 1", options: options))
            }
        ),
        (
            [
                #"CREATE MATERIALIZED VIEW "v" WITH (fillfactor = 70) AS SELECT 1 WITH NO DATA"#,
                #"COMMENT ON MATERIALIZED VIEW "v" IS 'x'"#,
            ],
            {
                let view = View("v", as: "SELECT 1", materialized: true, withData: false)
                $0.createView(view.storage(["fillfactor": "70"]).comment("x"))
            }
        ),
        (
            [
                #"ALTER VIEW "v" SET (security_invoker = true)"#,
                #"ALTER VIEW "v" RESET (check_option, security_barrier)"#,
            ],
            { $0.alterView("v", to: ViewOptions(securityInvoker: true)) }
        ),
        (
            [#"ALTER VIEW "v" RESET (security_barrier)"#],
            { $0.alterView("v", to: ViewOptions(), was: ViewOptions(securityBarrier: true)) }
        ),
        (
            [#"CREATE TYPE "mood" AS ENUM ('low')"#, #"COMMENT ON TYPE "mood" IS 'x'"#],
            { $0.createEnum(EnumType("mood", ["low"]).comment("x")) }
        ),
    ]

    @Test(arguments: statements.indices)
    func makesItsStatements(_ index: Int) throws {
        let (expected, body) = Self.statements[index]
        #expect(try Self.sql(body) == expected)
    }

    /// What PostgreSQL cannot do, and a word of the error.
    static let refused: [(String, @Sendable (Operations) -> Void)] = [
        ("virtual tables", { $0.createVirtualTable(VirtualTable("v", using: "fts5")) }),
        ("drop it and make it again", { $0.alterPolicy(Policy("own", on: "docs"), was: Self.policy) }),
        ("operation of its own", { $0.rename(.table("a"), to: "b") }),
        ("keeps its name", { $0.rename(.extension("a"), to: "b") }),
        ("no kind of object", { $0.dropOpaque(Opaque("rule; DROP", "a", "")) }),
        ("no statement", { $0.createFunction(Function("f", "", "")) }),
        ("changes nothing", { $0.alterSequence("n", to: SequenceChange()) }),
    ]

    @Test(arguments: refused.indices)
    func saysWhatItCannot(_ index: Int) throws {
        let (word, body) = Self.refused[index]
        let error = #expect(throws: MigratorError.self) { try Self.sql(body) }
        #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
    }

    @Test func aValueOfAnEnumIsAddedBeforeWhatMayUseIt() {
        let op = Operations()
        op.addEnumValue("x", to: "mood")
        op.createDomain(Domain("d", .enumeration("mood"), default: "x"))
        #expect(PostgresDialect(isTransactional: true).preludes(of: op.recorded) == [0])
    }
}
