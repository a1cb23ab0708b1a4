import MigrationDSL
import Migrator
import MigratorCore
import MigratorGraph
import Testing

/// Ids and labels that differ in Unicode normalisation only: one to Swift, two to the version table.
struct ExactNamesTests {
    private let ids: [RevisionID] = ["caf\u{E9}", "cafe\u{301}"]
    private let labels = ["voil\u{E0}", "voila\u{300}"]

    @Test func idsAreTwo() throws {
        #expect(ids[0] != ids[1] && Set(ids).count == 2)
        #expect(ids.sorted() == ids.reversed().sorted(), "their order does not depend on how they came")
        let graph = try RevisionGraph([node(ids[0]), node(ids[1], [ids[0]])])
        #expect(graph.heads == [ids[1]] && graph.bases == [ids[0]])
        #expect(try graph.resolve(ids[0].rawValue) == [ids[0]])
        #expect(try graph.resolve(ids[1].rawValue) == [ids[1]])
        #expect(graph.split(rows: ids).known == ids)
    }

    @Test func aRowInTheOtherSpellingIsUnknown() throws {
        let graph = try RevisionGraph([node(ids[0])])
        #expect(graph[ids[1]] == nil)
        #expect(graph.split(rows: ids).unknown == [ids[1]])
        expectFailure(.missingRevision, "is not present") { () throws(MigratorError) in
            _ = try RevisionGraph([node("aaaa", [ids[1]]), node(ids[0])])
        }
    }

    @Test func labelsAreTwo() throws {
        let graph = try RevisionGraph([
            node("aaaa"), node("bbbb", ["aaaa"], labels: [labels[0]]), node("cccc", ["aaaa"], labels: [labels[1]]),
            node("dddd", ["bbbb", "cccc"]),
        ])
        #expect(graph.labels(of: "dddd").map { Array($0.utf8) } == labels.map { Array($0.utf8) })
        let fork = try RevisionGraph(Array(graph.revisions.dropLast()))
        #expect(try fork.resolve("\(labels[0])@head") == ["bbbb"])
        #expect(try fork.resolve("\(labels[1])@head") == ["cccc"])
    }
}
