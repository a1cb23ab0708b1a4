import MigrationDSL
import Testing

@testable import MigratorSchema

/// What is made under a name of what goes: the one has to go before the other comes.
struct GeneratedNamesTests {
    private static func shelf(_ table: ObjectName) -> DeclaredSchema {
        DeclaredSchema {
            Table(table) {
                Column("id", .integer).primaryKey(name: "shelf_pkey")
                Column("code", .text)
            }
            Index("shelf_code", on: table, columns: ["code"])
            Table("book") {
                Column("id", .integer).primaryKey(name: "book_pkey")
                Column("shelf_id", .integer).references(table, name: "book_shelf_id_fkey")
            }
        }
    }

    @Test func aTableThatBearsTheKeyOfOneThatGoes() async throws {
        let plan = try await Generating.postgres.plan(Self.shelf("shelf"), Self.shelf("shelves"))
        #expect(
            plan.words == [
                "drop constraint book_shelf_id_fkey from book", "drop table shelf", "create table shelves",
                "create index shelf_code", "add constraint book_shelf_id_fkey to book",
            ]
        )
    }

    @Test func anIndexThatBearsTheNameOfOneThatGoesWithItsTable() async throws {
        func schema(_ table: ObjectName) -> DeclaredSchema {
            DeclaredSchema {
                Table(table) { Column("id", .integer).primaryKey(name: "\(table)_pkey") }
                Index("by_id", on: table, columns: ["id"])
                Table("b") { Column("of", .integer).references(table, name: "b_of_fkey") }
            }
        }
        let (old, new) = (schema("z"), schema("a"))
        for generating in [Generating.postgres, .sqlite] {
            let words = try await generating.plan(old, new).words
            let (dropping, making) = (words.firstIndex(of: "drop table z"), words.firstIndex(of: "create index by_id"))
            #expect(try #require(dropping) < #require(making))
        }
    }
}
