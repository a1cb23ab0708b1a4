import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import Testing

@testable import MigratorSchema

/// The cases of diff-cases.jsonl that are about what comes first, and how a plan is taken back.
struct GeneratedOrderTests {
    private struct Pair {
        let id: String
        let old: DeclaredSchema
        let new: DeclaredSchema
        let words: [String]
        let way: String

        init(
            _ id: String,
            _ words: [String],
            way: String = "derived",
            @SchemaBuilder from old: () -> [DeclaredObject],
            @SchemaBuilder to new: () -> [DeclaredObject]
        ) {
            self.id = id
            self.words = words
            self.way = way
            self.old = DeclaredSchema(old())
            self.new = DeclaredSchema(new())
        }
    }

    private static let empty = DeclaredSchema([])

    private static func poultry(_ first: String, _ second: String) -> DeclaredSchema {
        DeclaredSchema {
            Table(ObjectName(first)) {
                Column("id", .integer).primaryKey(name: "\(first)_pkey")
                Column(second, .integer).references(ObjectName(second), name: "\(first)_\(second)_fkey")
            }
            Table(ObjectName(second)) {
                Column("id", .integer).primaryKey(name: "\(second)_pkey")
                Column(first, .integer).references(ObjectName(first), name: "\(second)_\(first)_fkey")
            }
        }
    }

    private static let postgres: [Pair] = [
        Pair(
            "pg-fk-cycle-create",
            ["create table store", "create table image", "add constraint store_image_fkey to store"]
        ) {
            empty
        } to: {
            poultry("store", "image")
        },
        Pair("pg-fk-cycle-drop", ["drop constraint hen_egg_fkey from hen", "drop table egg", "drop table hen"]) {
            poultry("hen", "egg")
        } to: {
            empty
        },
        Pair(
            "pg-fk-drop-column-implies",
            ["drop column kid2.par_id"],
            way: "add column kid2.par_id, create index kid2_par"
        ) {
            Table("par2") { Column("id", .integer).primaryKey() }
            Table("kid2") {
                Column("id", .integer)
                Column("par_id", .integer).references("par2", name: "kid2_par_id_fkey")
                    .check("par_id > 0", name: "kid2_par_id_check")
            }
            Index("kid2_par", on: "kid2", columns: ["par_id"])
        } to: {
            Table("par2") { Column("id", .integer).primaryKey() }
            Table("kid2") { Column("id", .integer) }
        },
        Pair("pg-sequence-order", ["create sequence tick_no", "add column tick.no"]) {
            Table("tick") { Column("id", .integer) }
        } to: {
            NumberSequence("tick_no")
            Table("tick") {
                Column("id", .integer)
                Column("no", .bigInt).default(.expression("nextval('tick_no')"))
            }
        },
        Pair("pg-view-on-view-order", ["create view zz8", "create view aa8"]) {
            Table("vt8") { Column("a", .integer) }
        } to: {
            Table("vt8") { Column("a", .integer) }
            View("aa8", as: "SELECT a FROM zz8")
            View("zz8", as: "SELECT a FROM vt8")
        },
        Pair("pg-view-column-removed", ["drop view ww5", "drop view vv5", "create view vv5", "create view ww5"]) {
            Table("vt5") {
                Column("a", .integer)
                Column("b", .integer)
            }
            View("vv5", as: "SELECT a, b FROM vt5")
            View("ww5", as: "SELECT a FROM vv5")
        } to: {
            Table("vt5") {
                Column("a", .integer)
                Column("b", .integer)
            }
            View("vv5", as: "SELECT a FROM vt5")
            View("ww5", as: "SELECT a FROM vv5")
        },
        Pair("pg-view-base-type-change", ["drop view vv6", "alter column vt6.v", "create view vv6"]) {
            Table("vt6") { Column("v", .text) }
            View("vv6", as: "SELECT v FROM vt6")
        } to: {
            Table("vt6") { Column("v", .string(100)) }
            View("vv6", as: "SELECT v FROM vt6")
        },
        Pair(
            "pg-matview-with-index",
            ["drop view mv14", "create view mv14", "create index mv14_a"],
            way: "drop index mv14_a, drop view mv14, create view mv14, create index mv14_a"
        ) {
            View("mv14", as: "SELECT 1 AS a", materialized: true)
            Index("mv14_a", on: "mv14", columns: ["a"], unique: true)
        } to: {
            View("mv14", as: "SELECT 1 AS a, 2 AS b", materialized: true)
            Index("mv14_a", on: "mv14", columns: ["a"], unique: true)
        },
        Pair("pg-schema-order", ["create schema wh", "create enum wh.kind", "create table wh.bin"]) {
            Table("o1") { Column("a", .integer) }
        } to: {
            Table(ObjectName("bin", schema: "wh")) { Column("k", .enumeration(ObjectName("kind", schema: "wh"))) }
            EnumType(ObjectName("kind", schema: "wh"), ["a"])
            SchemaName("wh")
            Table("o1") { Column("a", .integer) }
        },
        Pair("both-drop-table-with-view", ["drop view dvv", "drop table dv"]) {
            Table("dv") { Column("a", .integer) }
            View("dvv", as: "SELECT a FROM dv")
            Table("stay") { Column("x", .integer) }
        } to: {
            Table("stay") { Column("x", .integer) }
        },
        Pair(
            "both-view-with-base-column",
            ["add column vb.b", "create view vbv"],
            way: "drop view vbv, create view vbv, drop column vb.b"
        ) {
            Table("vb") { Column("a", .integer) }
            View("vbv", as: " SELECT vb.a\n   FROM vb")
        } to: {
            Table("vb") {
                Column("a", .integer)
                Column("b", .integer)
            }
            View("vbv", as: "SELECT a, b FROM vb")
        },
    ]

    private static let sqlite: [Pair] = [
        Pair(
            "sl-drop-column-used",
            ["drop index dc_b", "alter table dc: drop constraint dc_check from dc, drop column dc.b"]
        ) {
            Table("dc") {
                Column("a", .integer)
                Column("b", .integer)
                Check("a < b")
            }
            Index("dc_b", on: "dc", columns: ["b"])
        } to: {
            Table("dc") { Column("a", .integer) }
        },
        Pair("both-drop-table-with-view", ["drop view dvv", "drop table dv"]) {
            Table("dv") { Column("a", .integer) }
            View("dvv", as: "SELECT a FROM dv")
            Table("stay") { Column("x", .integer) }
        } to: {
            Table("stay") { Column("x", .integer) }
        },
    ]

    @Test
    func `PostgreSQL's objects go and come in the order of their needs`() async throws {
        try await check(Self.postgres, .postgres)
    }

    @Test
    func `SQLite's objects go and come in the order of their needs`() async throws {
        try await check(Self.sqlite, .sqlite)
    }

    private func check(_ pairs: [Pair], _ generating: Generating) async throws {
        let cases = try DiffCase.all()
        for pair in pairs {
            let known = try #require(cases[pair.id], "\(pair.id)")
            let plan = try await generating.plan(pair.old, pair.new)
            #expect(plan.words == pair.words, "\(pair.id): \(known.expect)")
            #expect(plan.ways == [pair.way], "\(pair.id)")
            #expect(plan.unsupported == [], "\(pair.id)")
            // What is taken back is what was made: the old schema's operations can all be rendered.
            for part in plan.parts { #expect(throws: Never.self) { try generating.sql(part.upgrade) } }
        }
    }

    @Test
    func `Schemas that are equal need no revision`() async throws {
        let schema = Self.poultry("hen", "egg")
        #expect(try await Generating.postgres.plan(schema, schema).parts.isEmpty)
    }

    @Test
    func `A circle of foreign keys is made at once where tables may point to what is not there`() async throws {
        let plan = try await Generating.sqlite.plan(Self.empty, Self.poultry("hen", "egg"))
        #expect(plan.words == ["create table hen", "create table egg"])
    }

    @Test
    func `A foreign key comes behind the unique index that it points to`() async throws {
        let others = DeclaredSchema {
            Table("p") {
                Column("id", .integer)
                Column("o", .integer)
            }
            Table("c") {
                Column("p", .integer)
                Column("o", .integer)
                ForeignKey(["p", "o"], references: "p", ["id", "o"], name: "c_fkey")
            }
            Index("p_id_o", on: "p", columns: ["id", "o"], unique: true)
        }
        let plan = try await Generating.postgres.plan(Self.empty, others)
        #expect(plan.words == ["create table p", "create index p_id_o", "create table c"])
        let own = DeclaredSchema {
            Table("p") {
                Column("id", .integer)
                Column("up", .integer)
                ForeignKey(["up"], references: "p", ["id"], name: "p_fkey")
            }
            Index("p_id", on: "p", columns: ["id"], unique: true)
        }
        let words = try await Generating.postgres.plan(Self.empty, own).words
        #expect(words == ["create table p", "create index p_id", "add constraint p_fkey to p"])
    }
}
