import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import Testing

@testable import MigratorSchema

/// The cases of diff-cases.jsonl that are about changes of columns, types and names, and their hazards.
struct GeneratedChangeTests {
    private func table(_ name: ObjectName = "t", _ columns: Column...) -> DeclaredSchema {
        DeclaredSchema { Table(name) { columns } }
    }

    private func sql(_ old: Column, _ new: Column, _ generating: Generating = .postgres) async throws -> [String] {
        let plan = try await generating.plan(table("t", old), table("t", new))
        return try generating.sql(plan.parts.flatMap(\.upgrade))
    }

    @Test
    func `A cast is said only where none is made by itself, and never one that cuts`() async throws {
        let cases: [(old: ColumnType, new: ColumnType, sql: String)] = [
            (.string(50), .string(20), #"ALTER TABLE "t" ALTER COLUMN "a" TYPE varchar(20)"#),
            (.integer, .bigInt, #"ALTER TABLE "t" ALTER COLUMN "a" TYPE bigint"#),
            (.integer, .text, #"ALTER TABLE "t" ALTER COLUMN "a" TYPE text"#),
            (.text, .integer, #"ALTER TABLE "t" ALTER COLUMN "a" TYPE integer USING "a"::integer"#),
            (.boolean, .integer, #"ALTER TABLE "t" ALTER COLUMN "a" TYPE integer USING "a"::integer"#),
            (.boolean, .bigInt, #"ALTER TABLE "t" ALTER COLUMN "a" TYPE bigint USING "a"::integer"#),
            (.jsonb, .json, #"ALTER TABLE "t" ALTER COLUMN "a" TYPE json"#),
            (.text, .bit(8), #"ALTER TABLE "t" ALTER COLUMN "a" TYPE bit(8) USING "a"::varbit"#),
        ]
        for (old, new, expected) in cases {
            #expect(try await sql(Column("a", old), Column("a", new)) == [expected])
        }
    }

    @Test
    func `A default goes and comes back around a change of type that it does not follow`() async throws {
        let statements = try await sql(
            Column("v", .text).notNull().default("1"),
            Column("v", .integer).notNull().default(1)
        )
        #expect(
            statements == [
                #"ALTER TABLE "t" ALTER COLUMN "v" DROP DEFAULT, ALTER COLUMN "v" TYPE integer USING "v"::integer, "#
                    + #"ALTER COLUMN "v" SET DEFAULT 1"#
            ]
        )
    }

    @Test
    func `The numbers of a new identity go on above those that are there`() async throws {
        let statements = try await sql(Column("id", .serial), Column("id", .integer).identity())
        #expect(statements.count == 4)
        #expect(statements.first == #"ALTER TABLE "t" ALTER COLUMN "id" DROP DEFAULT"#)
        #expect(statements.dropFirst().first == #"DROP SEQUENCE "t_id_seq""#)
        #expect(
            statements.last
                == #"SELECT setval(pg_get_serial_sequence('"t"', 'id'), coalesce(max("id"), 0) + 1, false) FROM "t""#
        )
    }

    @Test
    func `A value of an enum type that is used is added by a revision of its own`() async throws {
        func schema(_ values: [String], _ value: DefaultValue) -> DeclaredSchema {
            DeclaredSchema {
                EnumType("mood2", values)
                Table("em2") { Column("m", .enumeration("mood2")).default(value) }
            }
        }
        let used = try await Generating.postgres.plan(schema(["a"], "a"), schema(["a", "b"], "b"))
        #expect(used.words == ["add value b to enum mood2", "--", "alter column em2.m"])
        #expect(used.ways == ["none", "derived"])
        let unused = try await Generating.postgres.plan(schema(["a"], "a"), schema(["a", "b"], "a"))
        #expect(unused.words == ["add value b to enum mood2"])
    }

    @Test
    func `A value in the middle is added where it belongs`() async throws {
        for (values, place) in [
            (["x", "sad", "glad"], "BEFORE 'sad'"), (["sad", "x", "glad"], "AFTER 'sad'"), (["sad", "glad", "x"], ""),
        ] {
            let plan = try await Generating.postgres.plan(
                DeclaredSchema { EnumType("mood", ["sad", "glad"]) },
                DeclaredSchema { EnumType("mood", values) }
            )
            let statement = #"ALTER TYPE "mood" ADD VALUE IF NOT EXISTS 'x'"# + (place.isEmpty ? "" : " \(place)")
            #expect(try Generating.postgres.sql(plan.parts.flatMap(\.upgrade)) == [statement])
        }
    }

    @Test
    func `A value of an enum type goes by a new type, with its arrays and defaults`() async throws {
        func schema(_ values: [String]) -> DeclaredSchema {
            DeclaredSchema {
                EnumType("mood3", values)
                Table("em3") {
                    Column("m", .enumeration("mood3")).default("a")
                    Column("ms", .array(of: .enumeration("mood3")))
                }
            }
        }
        let plan = try await Generating.postgres.plan(schema(["a", "b", "c"]), schema(["a", "c"]))
        #expect(
            plan.words == [
                "rename enum mood3 to mood3_old", "create enum mood3",
                "alter table em3: alter column em3.m, alter column em3.ms", "drop enum mood3_old",
            ]
        )
        #expect(plan.ways == ["derived"])
        let back = try #require(plan.parts.first).upgrade.reversedOperations()
        #expect(try Generating.postgres.sql(back).first == #"CREATE TYPE "mood3_old" AS ENUM ('a', 'b', 'c')"#)
        #expect(plan.details.first?.hazards.contains(.mayFail("rows may hold a value that goes")) ?? false)
    }

    @Test
    func `Names change by renames, after what the old names are needed for`() async throws {
        var generating = Generating.postgres
        generating.renames = Renames([
            Rename(.table("houses"), to: "buildings"), Rename("house_no", of: .table("houses"), to: "building_no"),
        ])
        let plan = try await generating.plan(
            DeclaredSchema {
                Table("houses") {
                    Column("house_no", .integer)
                    Column("note", .text)
                }
            },
            DeclaredSchema {
                Table("buildings") {
                    Column("building_no", .integer).notNull()
                }
            }
        )
        #expect(
            plan.words == [
                "drop column houses.note", "rename table houses to buildings",
                "rename column buildings.house_no to building_no", "alter column buildings.building_no",
            ]
        )
        #expect(plan.ways == ["derived"])
        #expect(plan.parts.first?.notes == ["the downgrade does not bring back the values of houses.note"])
    }

    @Test
    func `Names of constraints are those that the database has or gives`() async throws {
        func schema(_ checks: Check...) -> DeclaredSchema {
            DeclaredSchema {
                Table("rn5") {
                    Column("a", .integer)
                    for check in checks { check }
                }
            }
        }
        let renamed = try await Generating.postgres.plan(
            schema(Check("a > 0", name: "chk_a")),
            schema(Check("a > 0", name: "rn5_a_positive"))
        )
        #expect(renamed.words == ["rename constraint chk_a of rn5 to rn5_a_positive"])
        let added = try await Generating.postgres.plan(
            schema(Check("a > 0", name: "rn5_a_check")),
            schema(Check("a > 0", name: "rn5_a_check"), Check("a < 9"))
        )
        #expect(added.words == ["add constraint rn5_a_check1 to rn5"])
    }

    @Test
    func `SQLite rebuilds by rule, once a table`() async throws {
        let cases: [(column: Column, isRebuilt: Bool)] = [
            (Column("b", .text), false), (Column("b", .text).notNull(), true),
            (Column("b", .text).default(.currentTimestamp), true), (Column("b", .text).notNull().default("x"), false),
        ]
        for (column, isRebuilt) in cases {
            let plan = try await Generating.sqlite.plan(
                table("ad", Column("a", .integer)),
                table("ad", Column("a", .integer), column)
            )
            #expect(plan.words == ["add column ad.b"])
            #expect(plan.details.first?.hazards.contains(.rewrites("ad")) == isRebuilt)
        }
        let both = try await Generating.sqlite.plan(
            table("ad", Column("a", .integer), Column("c", .text)),
            table("ad", Column("a", .integer).notNull(), Column("b", .text), Column("c", .string(9)))
        )
        #expect(both.parts.first?.upgrade.count == 1)
    }

    @Test
    func `SQLite's own options change where the table stands, and back`() async throws {
        func key(_ conflict: ConflictResolution?) -> Column {
            Column("a", .text).primaryKey(onConflict: conflict)
        }
        func options(_ options: SQLiteTableOptions) -> DeclaredSchema {
            DeclaredSchema { Table("t", sqliteOptions: options) { Column("a", .text).primaryKey() } }
        }
        let cases = [
            (
                table("t", Column("id", .integer).primaryKey()),
                table("t", Column("id", .integer).primaryKey().identity())
            ),
            (table("t", Column("a", .text).notNull()), table("t", Column("a", .text).notNull(onConflict: .ignore))),
            (table("t", Column("a", .text)), table("t", Column("a", .text).notNull(onConflict: .ignore))),
            (table("t", key(nil)), table("t", key(.replace))), (options([]), options(.strict)),
            (options([]), options(.withoutRowID)), (options(.strict), options(.withoutRowID)),
        ]
        for (first, second) in cases {
            for (old, new) in [(first, second), (second, first)] {
                let plan = try await Generating.sqlite.plan(old, new)
                #expect(plan.unsupported == [])
                #expect(plan.ways == ["derived"])
                #expect(plan.parts.first?.upgrade.count == 1)
                #expect(plan.details.allSatisfy { $0.hazards.contains(.rewrites("t")) }, "\(plan.details)")
                #expect(!plan.details.flatMap(\.hazards).contains { if case .deletesData = $0 { true } else { false } })
            }
        }
    }

    @Test
    func `A type of the same affinity is a difference that no value notices`() async throws {
        for id in ["sl-type-same-affinity", "sl-type-none-vs-blob"] {
            #expect(try DiffCase.all()[id]?.expect.contains("metadata only") == true)
        }
        for (old, new) in [("INT", "INTEGER"), ("TEXT", "CLOB"), ("", "BLOB")] {
            let plan = try await Generating.sqlite.plan(
                table("t", Column("a", .custom(old))),
                table("t", Column("a", .custom(new)))
            )
            #expect(plan.words == ["alter column t.a"])
            #expect(plan.ways == ["derived"])
            #expect(plan.details.map(\.hazards) == [[.rewrites("t")]])
        }
    }

    @Test
    func `Checks without names on one table get names of their own`() async throws {
        func schema(_ checks: SQLText...) -> DeclaredSchema {
            DeclaredSchema {
                Table("c") {
                    Column("a", .integer)
                    for check in checks { Check(check) }
                }
            }
        }
        let added = try await Generating.sqlite.plan(schema("a <> 5"), schema("a < 10", "a <> 5", "a > 0"))
        #expect(
            added.words == ["alter table c: add constraint c_a_check1 to c, add constraint c_a_check2 to c"]
        )
        let dropped = try await Generating.sqlite.plan(schema("a < 10", "a > 0"), schema())
        #expect(
            dropped.words == ["alter table c: drop constraint c_a_check from c, drop constraint c_a_check1 from c"]
        )
    }

    @Test
    func `Hazards say what may fail, lock or be lost`() async throws {
        let plan = try await Generating.postgres.plan(
            DeclaredSchema {
                Table("t") {
                    Column("a", .string(50))
                    Column("b", .text)
                    Column("c", .integer)
                }
            },
            DeclaredSchema {
                Table("t") {
                    Column("a", .string(20))
                    Column("c", .integer).notNull()
                }
                Index("ix", on: "t", columns: ["c"], unique: true)
            }
        )
        let hazards = plan.details.map { $0.hazards.map(\.description) }
        #expect(
            Set(hazards) == [
                [
                    "rewrites all rows of t, which nothing reads or writes meanwhile",
                    "may fail: values of t.a may not fit varchar(20)",
                ], ["reads all rows of t to check them", "may fail: t.c may hold null"],
                ["deletes the values of t.b"],
                [
                    "builds index ix from all rows", "keeps t from being written meanwhile",
                    "may fail: rows of t may be alike",
                ],
            ]
        )
    }
}
