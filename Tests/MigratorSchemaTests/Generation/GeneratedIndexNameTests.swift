import MigrationDSL
import MigratorDatabase
import Testing

@testable import MigratorSchema

/// An index with another name whose column is made anew is made once, under that name.
struct GeneratedIndexNameTests {
    private static func schema(_ expression: SQLText, _ index: Index) -> DeclaredSchema {
        DeclaredSchema {
            Table("t") {
                Column("a", .integer)
                Column("g", .integer).generated(as: expression)
            }
            index
        }
    }

    @Test(
        arguments: [Generating.postgres, .sqlite],
        [Index("new", on: "t", columns: ["g"]), Index("new", on: "t", columns: ["g"]).renamed(from: "old")]
    )
    func itIsNotRenamed(_ generating: Generating, _ index: Index) async throws {
        let old = Self.schema("a + 1", Index("old", on: "t", columns: ["g"]))
        let plan = try await generating.plan(old, Self.schema("a + 2", index))
        let part = try #require(plan.parts.first)
        let words = part.upgrade.map(\.summary)
        #expect(!words.contains { $0.contains("rename") }, "\(words)")
        #expect(words.filter { $0.contains("index new") }.count == 1, "\(words)")
        #expect(words.filter { $0.contains("index old") }.count == 1, "\(words)")
    }
}
