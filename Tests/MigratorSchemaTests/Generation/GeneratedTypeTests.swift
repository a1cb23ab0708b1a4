import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import Testing

@testable import MigratorSchema

/// Types that are made anew, and what is made of them or names them.
struct GeneratedTypeTests {
    /// A schema in which domains, composite types and arrays are made of one enum.
    private func schema(_ values: [String]) -> DeclaredSchema {
        DeclaredSchema {
            EnumType("mood", values)
            Domain("feel", .enumeration("mood"), checks: [Check("VALUE <> 'mid'::mood", name: "no_mid")])
            CompositeType("pair", [.init("m", .enumeration("mood")), .init("f", .named("feel"))])
            Table("t") {
                Column("id", .integer).primaryKey(name: "t_pkey")
                Column("f", .named("feel"))
                Column("fs", .array(of: .named("feel")))
                Column("p", .named("pair"))
            }
        }
    }

    @Test func whatIsMadeOfAnEnumIsMadeAnewWithIt() async throws {
        let plan = try await Generating.postgres.plan(schema(["low", "mid", "high"]), schema(["high", "mid"]))
        #expect(plan.unsupported == [])
        #expect(plan.ways == ["derived"])
        let upgrade = try #require(plan.parts.first).upgrade
        let statements = try Generating.postgres.sql(upgrade)
        func place(_ text: String) throws -> Int {
            try #require(statements.firstIndex { $0.contains(text) }, "\(text): \(statements)")
        }
        #expect(try place("CREATE TYPE \"mood\" ") < place("CREATE DOMAIN \"feel\" "))
        #expect(try place("CREATE DOMAIN \"feel\" ") < place("CREATE TYPE \"pair\" "))
        #expect(try place("CREATE TYPE \"pair\" ") < place("ALTER TABLE"))
        #expect(try place("ALTER TABLE") < place("DROP TYPE \"pair_old\""))
        #expect(try place("DROP TYPE \"pair_old\"") < place("DROP DOMAIN \"feel_old\""))
        #expect(try place("DROP DOMAIN \"feel_old\"") < place("DROP TYPE \"mood_old\""))
        let table = statements[try place("ALTER TABLE")]
        #expect(table.contains(#"ALTER COLUMN "f" TYPE "feel" USING "f"::text::"feel""#), "\(table)")
        #expect(table.contains(#"ALTER COLUMN "fs" TYPE "feel"[] USING "fs"::text::"feel"[]"#), "\(table)")
        #expect(table.contains(#"ALTER COLUMN "p" TYPE "pair" USING "p"::text::"pair""#), "\(table)")
        // The old forms are made of one another, whatever has their names by then.
        let back = try Generating.postgres.sql(try upgrade.reversedOperations())
        #expect(
            back.prefix(3) == [
                #"CREATE TYPE "mood_old" AS ENUM ('low', 'mid', 'high')"#,
                #"CREATE DOMAIN "feel_old" AS "mood_old" CONSTRAINT "no_mid" CHECK (VALUE <> 'mid'::"mood_old")"#,
                #"CREATE TYPE "pair_old" AS ("m" "mood_old", "f" "feel_old")"#,
            ],
            "\(back)"
        )
    }

    @Test func whatSaysAnEnumLetsGoOfItBeforeItsNameMovesOn() async throws {
        func schema(_ values: [String]) -> DeclaredSchema {
            DeclaredSchema {
                EnumType("mood", values)
                Table("t") {
                    Column("m", .enumeration("mood"))
                    Column("note", .text).default(.expression("('low'::mood)::text"))
                    Column("is_low", .boolean).generated(as: "m = 'low'::mood")
                    Check("m <> 'high'::mood", name: "not_high")
                }
                Index("low_ones", on: "t", columns: ["note"], where: "m = 'low'::mood")
            }
        }
        let plan = try await Generating.postgres.plan(schema(["low", "mid", "high"]), schema(["high", "low"]))
        #expect(plan.unsupported == [])
        #expect(
            plan.words == [
                "drop index low_ones",
                "alter table t: drop constraint not_high from t, drop column t.is_low, alter column t.note",
                "rename enum mood to mood_old", "create enum mood",
                "alter table t: alter column t.m, add column t.is_low, add constraint not_high to t",
                "alter column t.note", "create index low_ones", "drop enum mood_old",
            ]
        )
    }

    @Test func aTunedSequenceAndSerialDifferInHowTheyCount() async throws {
        let tuned = DeclaredSchema {
            NumberSequence("t_id_seq", type: .integer, cache: 10).owned(by: "t", "id")
            Table("t") { Column("id", .integer).notNull().default(.expression("nextval('t_id_seq'::regclass)")) }
        }
        let plain = DeclaredSchema { Table("t") { Column("id", .serial) } }
        for (old, new, number) in [(tuned, plain, 1), (plain, tuned, 10)] {
            let plan = try await Generating.postgres.plan(old, new)
            #expect(
                try Generating.postgres.sql(plan.parts.flatMap(\.upgrade)) == [
                    #"ALTER SEQUENCE "t_id_seq" CACHE \#(number)"#
                ]
            )
            #expect(plan.ways == ["derived"])
        }
        #expect(try await Generating.postgres.plan(tuned, tuned).parts.isEmpty)
    }

    @Test func whatRolesMayDoWithAViewIsGivenAgain() async throws {
        let view = View("v", as: "SELECT a FROM t")
        func objects(_ type: ColumnType) -> DeclaredSchema {
            DeclaredSchema {
                Table("t") { Column("a", type) }
                view
            }
        }
        var old = Comparing.postgres.read(objects(.integer).objects)
        old.objects[1].rights = [.granted("SELECT", to: "PUBLIC", withOption: false)]
        let new = Schema(objects(.text), for: .postgres)
        let comparison = try await Comparing.postgres.result(old, new)
        let plan = PlanGenerator(try DatabaseKind.postgres.dialect()).plan(from: old, to: new, comparison)
        let part = try #require(plan.parts.first)
        let (drop, create, grant) = (
            #"DROP VIEW "v""#, #"CREATE VIEW "v" AS SELECT a FROM t"#, #"GRANT SELECT ON "v" TO PUBLIC"#
        )
        let upgrade = try Generating.postgres.sql(part.upgrade)
        #expect(upgrade == [drop, #"ALTER TABLE "t" ALTER COLUMN "a" TYPE text"#, create, grant])
        guard case .operations(let back) = part.downgrade else {
            Issue.record("there is no way back")
            return
        }
        #expect(try Generating.postgres.sql(back).suffix(2) == [create, grant])
        #expect(!plan.details.flatMap(\.hazards).contains { if case .losesGrants = $0 { true } else { false } })
    }
}
