import MigrationDSL
import Migrator
import MigratorCore
import MigratorGraph
import Testing

@Suite struct GraphValidationTests {
    @Test func twoRevisionsWithOneId() {
        expectFailure(
            .duplicateRevision,
            "aaaa is present more than once",
            "revisions.swift:1:1",
            "revisions.swift:9:1"
        ) { () throws(MigratorError) in
            _ = try RevisionGraph([node("aaaa", line: 1), node("aaaa", line: 9)])
        }
    }

    @Test func twoRevisionsWithOneLabel() {
        expectFailure(.duplicateRevision, "Branch name 'x'", "revisions.swift:1:1", "revisions.swift:2:1") {
            () throws(MigratorError) in
            _ = try RevisionGraph([node("aaaa", labels: ["x"], line: 1), node("bbbb", labels: ["x"], line: 2)])
        }
    }

    @Test func aLabelThatIsAnId() {
        expectFailure(.duplicateRevision, "already used by revision aaaa") { () throws(MigratorError) in
            _ = try RevisionGraph([node("aaaa"), node("bbbb", ["aaaa"], labels: ["aaaa"])])
        }
    }

    @Test(arguments: ["", "a-b", "a+b", "a@b", "a:b", "a b", "a'b", ".a", "a/b", "a\u{7}", "a\u{A0}b", "head", "base"])
    func namesThatAreNotAllowed(name: String) {
        expectFailure(.invalidRevision, "'\(name)' is not allowed") { () throws(MigratorError) in
            _ = try RevisionGraph([node(RevisionID(name))])
        }
        expectFailure(.invalidRevision, "label '\(name)' of revision aaaa is not allowed") { () throws(MigratorError) in
            _ = try RevisionGraph([node("aaaa", labels: [name])])
        }
    }

    @Test func anIdOfGreatLength() throws {
        let longest = String(repeating: "a", count: 255)
        _ = try RevisionGraph([node(RevisionID(longest))])
        expectFailure(.invalidRevision, "at most 255") { () throws(MigratorError) in
            _ = try RevisionGraph([node(RevisionID(longest + "a"))])
        }
    }

    @Test func aParentThatIsNotThere() {
        expectFailure(.missingRevision, "parent of bbbb", "did you mean 'aaaa'", "revisions.swift:2:1") {
            () throws(MigratorError) in
            _ = try RevisionGraph([node("aaaa", line: 1), node("bbbb", ["aaab"], line: 2)])
        }
    }

    @Test func aDependencyThatIsNotThere() {
        expectFailure(.missingRevision, "dependency of bbbb", "did you mean 'core'") { () throws(MigratorError) in
            _ = try RevisionGraph([node("aaaa", labels: ["core"]), node("bbbb", dependsOn: ["cora"])])
        }
    }

    @Test func aRevisionOnItself() {
        expectFailure(.cycle, "Self-loop is detected in revisions (aaaa)") { () throws(MigratorError) in
            _ = try RevisionGraph([node("aaaa", ["aaaa"])])
        }
        expectFailure(.cycle, "Dependency self-loop is detected in revisions (aaaa)") { () throws(MigratorError) in
            _ = try RevisionGraph([node("aaaa", dependsOn: ["own"], labels: ["own"])])
        }
    }

    @Test func aCircleOfParents() {
        expectFailure(
            .cycle,
            "Cycle is detected in revisions",
            "bbbb (revisions.swift:2:1)",
            "cccc (revisions.swift:3:1)"
        ) { () throws(MigratorError) in
            _ = try RevisionGraph([
                node("aaaa", line: 1), node("bbbb", ["cccc"], line: 2), node("cccc", ["bbbb"], line: 3),
                node("dddd", ["cccc"], line: 4),
            ])
        }
    }

    @Test func aCircleNamesNobodyOutsideIt() {
        let error = failure { () throws(MigratorError) in
            _ = try RevisionGraph([
                node("aaaa"), node("dddd", ["cccc"]), node("bbbb", ["cccc"]), node("cccc", ["bbbb"]),
            ])
        }
        #expect(error?.message.contains("dddd") == false)
        #expect(error?.message.contains("aaaa") == false)
    }

    @Test func aCircleThroughADependency() {
        expectFailure(.cycle, "Dependency cycle is detected", "aaaa", "bbbb") { () throws(MigratorError) in
            _ = try RevisionGraph([node("aaaa", dependsOn: ["tip"]), node("bbbb", ["aaaa"], labels: ["tip"])])
        }
    }

    @Test func aLineOfTenThousandNeedsNoStack() throws {
        let nodes = (0..<10_000).map { node(RevisionID("r\($0)"), $0 == 0 ? [] : [RevisionID("r\($0 - 1)")]) }
        let graph = try RevisionGraph(nodes.reversed())
        #expect(graph.heads == ["r9999"])
        #expect(try graph.history().count == 10_000)
    }
}
