import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import Testing

@testable import MigratorSchema

/// What PostgreSQL keeps at the index of a constraint, and forgets with it.
struct GeneratedKeyIndexTests {
    private func table(_ columns: String...) -> Table {
        Table("t") {
            Column("a", .integer).notNull()
            Column("b", .integer).notNull()
            Unique(columns, name: "u")
        }
    }

    private func statements(_ old: DeclaredSchema, _ new: DeclaredSchema) async throws -> (up: [String], down: [String])
    {
        let part = try #require(try await Generating.postgres.plan(old, new).parts.first)
        let back =
            if case .operations(let operations) = part.downgrade { operations } else {
                try part.upgrade.reversedOperations()
            }
        return (try Generating.postgres.sql(part.upgrade), try Generating.postgres.sql(back))
    }

    @Test func aTableIsToldByTheIndexOfAConstraintThatIsMadeAnew() async throws {
        let ways = try await statements(
            DeclaredSchema { table("a").replicaIdentity(.index("u")) },
            DeclaredSchema { table("a", "b").replicaIdentity(.index("u")) }
        )
        let identity = #"ALTER TABLE "t" REPLICA IDENTITY USING INDEX "u""#
        for way in [ways.up, ways.down] {
            #expect(way.count == 2)
            #expect(way.last == identity)
        }
    }

    @Test func aTableIsClusteredByTheIndexOfAConstraintThatIsMadeAnew() async throws {
        let cluster = Opaque(
            "cluster",
            "u",
            "ALTER TABLE t CLUSTER ON u",
            on: "t",
            drop: "ALTER TABLE t SET WITHOUT CLUSTER"
        )
        let ways = try await statements(
            DeclaredSchema {
                table("a")
                cluster
            },
            DeclaredSchema {
                table("a", "b")
                cluster
            }
        )
        for way in [ways.up, ways.down] {
            #expect(way.count == 3)
            #expect(way.first == "ALTER TABLE t SET WITHOUT CLUSTER")
            #expect(way.last == "ALTER TABLE t CLUSTER ON u")
        }
    }
}
