import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import Testing

@testable import MigratorSchema

/// How columns are stored, which PostgreSQL forgets where their types are said.
struct GeneratedStorageTests {
    private func statements(_ old: Column, _ new: Column) async throws -> (up: [String], down: [String]) {
        let plan = try await Generating.postgres.plan(
            DeclaredSchema { Table("t") { old } },
            DeclaredSchema { Table("t") { new } }
        )
        let part = try #require(plan.parts.first)
        let back =
            if case .operations(let operations) = part.downgrade { operations } else {
                try part.upgrade.reversedOperations()
            }
        return (try Generating.postgres.sql(part.upgrade), try Generating.postgres.sql(back))
    }

    private func said(_ what: String) -> String { #"ALTER TABLE "t" ALTER COLUMN "c" \#(what)"# }

    @Test func aColumnOfAnotherCollationKeepsItsStorageOnBothWays() async throws {
        let column = Column("c", .text).storage("EXTERNAL").compression("pglz")
        let ways = try await statements(column, column.collate("\"C\""))
        let storage = said(#"SET STORAGE EXTERNAL, ALTER COLUMN "c" SET COMPRESSION pglz"#)
        #expect(ways.up == [said(#"TYPE text COLLATE "C""#), storage])
        #expect(ways.down == [said("TYPE text"), storage])
    }

    @Test func whatIsLeftOpenStaysWhereTheTypeCanHaveIt() async throws {
        let column = Column("c", .string(20)).storage("EXTERNAL")
        #expect(
            try await statements(column, Column("c", .text)).up == [said("TYPE text"), said("SET STORAGE EXTERNAL")]
        )
        let ways = try await statements(column, Column("c", .integer))
        #expect(ways.up == [said(#"TYPE integer USING "c"::integer"#)])
        #expect(ways.down == [said("TYPE varchar(20)"), said("SET STORAGE EXTERNAL")])
    }

    @Test func anotherStorageBesideAnotherTypeIsSetAfterIt() async throws {
        let ways = try await statements(
            Column("c", .string(20)).storage("EXTERNAL"),
            Column("c", .text).storage("MAIN")
        )
        #expect(ways.up == [said("TYPE text"), said("SET STORAGE MAIN")])
        #expect(ways.down == [said("TYPE varchar(20)"), said("SET STORAGE EXTERNAL")])
    }
}
