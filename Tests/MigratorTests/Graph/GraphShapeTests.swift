import MigrationDSL
import Migrator
import MigratorCore
import MigratorGraph
import Testing

@Suite struct GraphShapeTests {
    @Test func whatARevisionIs() throws {
        let graph = try RevisionGraph([
            node("aaaa"), node("bbbb", ["aaaa"]), node("cccc", ["aaaa"], dependsOn: ["bbbb"]),
            node("dddd", ["bbbb", "cccc"]),
        ])
        #expect(graph.children(of: "aaaa") == ["bbbb", "cccc"])
        #expect(graph.isBranchPoint("aaaa") && !graph.isBranchPoint("bbbb"))
        #expect(graph.isMerge("dddd") && !graph.isMerge("cccc"))
        #expect(graph.isHead("dddd") && !graph.isHead("cccc"))
        #expect(graph.dependencies(of: "cccc") == ["bbbb"])
        #expect(graph.bases == ["aaaa"])
        #expect(graph["bbbb"]?.parents == ["aaaa"])
        #expect(graph["nope"] == nil)
        #expect(graph.branchPoints().map(\.revision) == ["aaaa"])
    }

    @Test func labelsReachDescendantsAndDownAPlainLine() throws {
        let graph = try Graphs.fork()
        #expect(graph.labels(of: "left2") == ["left"])
        #expect(graph.labels(of: "bbbb") == [], "a branch point is no part of its branches")
        let line = try RevisionGraph([
            node("aaaa"), node("bbbb", ["aaaa"]), node("cccc", ["bbbb"], labels: ["x"]),
            node("dddd", ["cccc"], labels: ["y"]),
        ])
        #expect(line.labels(of: "aaaa").sorted() == ["x", "y"])
        #expect(line.labels(of: "dddd").sorted() == ["x", "y"])
        let merge = try RevisionGraph([
            node("aaaa"), node("bbbb", labels: ["b"]), node("cccc", ["aaaa", "bbbb"], labels: ["c"]),
        ])
        #expect(merge.labels(of: "cccc").sorted() == ["b", "c"])
        #expect(merge.labels(of: "aaaa") == [])
    }

    @Test func historyOfARange() throws {
        let graph = try Graphs.fork()
        #expect(try graph.history(range: "bbbb:left2") == ["left2", "left1", "bbbb"])
        #expect(try graph.history(range: ":bbbb") == ["bbbb", "aaaa"])
        #expect(try graph.history(range: "left1:") == ["left2", "left1"])
        #expect(try graph.history(range: "current:", rows: ["left1"]) == ["left2", "left1"])
        #expect(try graph.history(range: ":current", rows: ["bbbb"]) == ["bbbb", "aaaa"])
        #expect(try graph.history(range: ":aaaa+1") == ["bbbb", "aaaa"])
        expectFailure(.notAncestor, "left1:right1", "along the same branch") { () throws(MigratorError) in
            _ = try graph.history(range: "left1:right1")
        }
        expectFailure(.invalidTarget, "History range requires") { () throws(MigratorError) in
            _ = try graph.history(range: "aaaa")
        }
        expectFailure(.invalidTarget, "History range requires") { () throws(MigratorError) in
            _ = try graph.history(range: "aaaa:bbbb:left1")
        }
    }
}
