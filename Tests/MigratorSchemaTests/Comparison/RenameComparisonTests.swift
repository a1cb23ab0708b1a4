import MigrationDSL
import MigratorDatabase
import MigratorDialects
import Testing

@testable import MigratorSchema

/// Renames that are told or declared, and pairs that may be some.
struct RenameComparisonTests {
    private func told(_ renames: Rename..., by comparing: Comparing = .postgres) -> Comparing {
        var comparing = comparing
        comparing.renames = Renames(renames)
        return comparing
    }

    private static let houses = DeclaredSchema {
        Table("houses") {
            Column("id", .serial).primaryKey(name: "houses_pkey")
            Column("house_no", .integer).unique(name: "houses_house_no_key")
            Check("(house_no > 0)", name: "houses_house_no_check")
        }
        Table("room") { Column("hid", .integer).references("houses", name: "room_hid_fkey") }
        Index("by_number", on: "houses", columns: ["house_no"], where: "(house_no IS NOT NULL)")
        View("numbers", as: "SELECT count(house_no) AS n FROM houses")
    }

    private static let buildings = DeclaredSchema {
        Table("buildings") {
            Column("id", .serial).primaryKey()
            Column("building_no", .integer).unique()
            Check("building_no > 0")
        }
        Table("room") { Column("hid", .integer).references("buildings") }
        Index("by_number", on: "buildings", columns: ["building_no"], where: "building_no IS NOT NULL")
        View("numbers", as: "SELECT count(building_no) AS n FROM buildings")
    }

    @Test
    func `What refers to a table or a column follows its rename`() async throws {
        let renames = [
            Rename(.table("houses"), to: "buildings"), Rename("house_no", of: .table("houses"), to: "building_no"),
        ]
        for comparing in [told(renames[0], renames[1]), told(renames[1], renames[0], by: .sqlite)] {
            let words = try await comparing.words {
                Self.houses
            } to: {
                Self.buildings
            }
            #expect(
                words == [
                    "renameTable: table houses -> buildings",
                    "renameColumn: column buildings.house_no -> building_no",
                ]
            )
        }
    }

    @Test
    func `A view keeps the names of its columns where a column of its table is renamed`() async throws {
        func words(_ query: SQLText, _ comparing: Comparing) async throws -> [String] {
            try await told(Rename("a", of: .table("t"), to: "z"), by: comparing).words {
                Table("t") { Column("a", .integer) }
                View("v", as: "SELECT a, t.a AS b, (a + 1) AS c FROM t")
            } to: {
                Table("t") { Column("z", .integer) }
                View("v", as: query)
            }
        }
        let renamed = "renameColumn: column t.a -> z"
        let kept: SQLText = "SELECT z AS a, t.z AS b, (z + 1) AS c FROM t"
        let plain: SQLText = "SELECT z, t.z AS b, (z + 1) AS c FROM t"
        #expect(try await words(kept, .postgres) == [renamed])
        #expect(try await words(plain, .postgres) == [renamed, "unverified: query of view v"])
        #expect(try await words(plain, .sqlite) == [renamed])
    }

    @Test
    func `A declared rename counts only where the old name alone is there`() async throws {
        let new = Table("customers") { Column("email", .text).renamed(from: "mail") }.renamed(from: "clients")
        let before = Table("clients") { Column("mail", .text) }
        let after = Table("customers") { Column("email", .text) }
        #expect(
            try await Comparing.postgres.words {
                before
            } to: {
                new
            } == [
                "renameTable: table clients -> customers", "renameColumn: column customers.mail -> email",
            ]
        )
        #expect(
            try await Comparing.postgres.words {
                after
            } to: {
                new
            } == []
        )
        let both = try await Comparing.postgres.words {
            Table("customers") {
                Column("email", .text)
                Column("mail", .text)
            }
        } to: {
            new
        }
        #expect(both == ["dropColumn: column customers.mail: dropped (destroys)"])
    }

    @Test
    func `Types, sequences, views and indexes have other names too`() async throws {
        let words = try await Comparing.postgres.words {
            EnumType("mood", ["a"])
            NumberSequence("q")
            Table("t") { Column("m", .array(of: .enumeration("mood"))) }
            View("v", as: "SELECT 1")
            Index("ix", on: "t", columns: ["m"])
        } to: {
            EnumType("feeling", ["a"]).renamed(from: "mood")
            NumberSequence("r").renamed(from: "q")
            Table("t") { Column("m", .array(of: .enumeration("feeling"))) }
            View("w", as: "SELECT 1").renamed(from: "v")
            Index("iy", on: "t", columns: ["m"]).renamed(from: "ix")
        }
        #expect(
            words == [
                "renameEnum: enum mood -> feeling", "renameSequence: sequence q -> r", "renameView: view v -> w",
                "renameIndex: index ix of t -> iy",
            ]
        )
    }

    private func candidates(
        @SchemaBuilder _ old: () -> [DeclaredObject],
        @SchemaBuilder to new: () -> [DeclaredObject]
    ) async throws -> [String] {
        try await Comparing.postgres.result(old, to: new).candidates.map(\.summary)
    }

    @Test
    func `Pairs are offered by type and name, each thing in one of them`() async throws {
        let columns = try await candidates {
            Table("t") {
                Column("a_ms", .integer)
                Column("b_ms", .integer)
                Column("note", .text)
            }
        } to: {
            Table("t") {
                Column("b_blah_ms", .integer)
                Column("a_blah_ms", .integer)
                Column("due", .date)
            }
        }
        #expect(Set(columns) == ["column t.a_ms -> a_blah_ms", "column t.b_ms -> b_blah_ms"])
        let wider = try await candidates {
            Table("t") { Column("amt", .integer) }
        } to: {
            Table("t") { Column("amount", .bigInt) }
        }
        #expect(wider == ["column t.amt -> amount"])
    }

    @Test
    func `A key to another table is no rename`() async throws {
        let pairs = try await candidates {
            Table("ea") { Column("id", .integer).primaryKey() }
            Table("eb") { Column("id", .integer).primaryKey() }
            Table("t") { Column("ea_id", .integer).references("ea") }
        } to: {
            Table("ea") { Column("id", .integer).primaryKey() }
            Table("eb") { Column("id", .integer).primaryKey() }
            Table("t") { Column("eb_id", .integer).references("eb") }
        }
        #expect(pairs == [])
    }

    @Test
    func `Tables that share most columns are a pair, and their columns come after them`() async throws {
        let pairs = try await candidates {
            Table("cust") {
                Column("id", .integer)
                Column("nm", .text)
                Column("zip", .string(9))
            }
        } to: {
            Table("client") {
                Column("id", .integer)
                Column("name", .text)
                Column("zip", .string(9))
            }
            Table("other") { Column("x", .date) }
        }
        #expect(pairs == ["table cust -> client"])
    }

    @Test
    func `All that a thing may be is known beside the best pairs, and no more than four of it`() async throws {
        let result = try await Comparing.postgres.result {
            Table("t") {
                Column("mail", .text)
                Column("email", .text)
            }
        } to: {
            Table("t") {
                Column("e_mail", .text)
                Column("mail_address", .text)
                Column("c", .text)
                Column("d", .text)
                Column("f", .text)
                Column("g", .date)
            }
        }
        #expect(result.candidates.count == 2)
        let ofMail = result.pairs.filter { $0.rename.part == "mail" }
        #expect(ofMail.count == 4, "\(ofMail.map(\.summary))")
        #expect(!result.pairs.contains { $0.rename.newName == "g" })
        #expect(ofMail.map(\.score) == ofMail.map(\.score).sorted(by: >))
    }

    @Test
    func `A rename holds where the old schema has the one name alone and the new one the other`() async throws {
        func holds(_ rename: Rename) async throws -> Bool {
            let dialect = try DatabaseKind.postgres.dialect()
            let result = try await told(rename).result {
                Table("t") {
                    Column("total", .integer)
                    Column("kept", .integer)
                }
                Table("gone") { Column("id", .integer) }
            } to: {
                Table("t") {
                    Column("amount", .integer)
                    Column("kept", .integer)
                }
                Table("come") { Column("id", .integer) }
            }
            return result.holds(rename, dialect)
        }
        #expect(try await holds(Rename("total", of: .table("t"), to: "amount")))
        #expect(try await holds(Rename(.table("gone"), to: "come")))
        #expect(try await !holds(Rename("total", of: .table("t"), to: "nothing")))
        #expect(try await !holds(Rename("total", of: .table("t"), to: "kept")))
        #expect(try await !holds(Rename(.table("gone"), to: "t")))
    }

    @Test
    func `A candidate that is told is no candidate any more`() async throws {
        let (old, new) = (Table("t") { Column("total", .integer) }, Table("t") { Column("amount", .integer) })
        let result = try await Comparing.postgres.result {
            old
        } to: {
            new
        }
        #expect(
            result.lines == [
                "addColumn: column t.amount: added (integer)", "dropColumn: column t.total: dropped (destroys)",
            ]
        )
        let rename = try #require(result.candidates.first?.rename)
        let renamed = try await told(rename).result {
            old
        } to: {
            new
        }
        #expect(renamed.lines == ["renameColumn: column t.total -> amount"])
        #expect(renamed.candidates == [])
    }
}
