import MigrationDSL
import Migrator
import MigratorCore
import MigratorGraph
import Testing

@Suite struct PlannerTests {
    @Test func upgradeForms() throws {
        let planner = Planner(try Graphs.fork())
        func up(_ target: String, _ rows: [RevisionID]) throws -> [RevisionID] {
            try planner.upgrade(to: Target(target), rows: rows).revisions
        }
        #expect(try up("heads", []) == ["aaaa", "bbbb", "right1", "left1", "left2"])
        #expect(try up("left@head", ["right1"]) == ["left1", "left2"])
        #expect(try up("+1", ["aaaa"]) == ["bbbb"])
        #expect(try up("+2", []) == ["aaaa", "bbbb"])
        #expect(try up("left@+1", ["right1"]) == ["left1"], "from where the branch leaves what is applied")
        #expect(try up("bbbb+0", []) == ["aaaa", "bbbb"])
        #expect(try up("left2-1", []) == ["aaaa", "bbbb", "left1"])
        #expect(try up("left@base+3", []) == ["aaaa", "bbbb", "left1"])
        #expect(try up("left@bbbb+1", ["bbbb"]) == ["left1"])
        #expect(try up("left@head-1", ["bbbb"]) == ["left1"])
        #expect(try up("base", ["bbbb"]) == [])
    }

    @Test func downgradeForms() throws {
        let planner = Planner(try Graphs.fork())
        func down(_ target: String, _ rows: [RevisionID]) throws -> [RevisionID] {
            try planner.downgrade(to: Target(target), rows: rows).revisions
        }
        #expect(try down("base", ["left1"]) == ["left1", "bbbb", "aaaa"])
        #expect(try down("bbbb", ["left1", "right1"]) == ["left1", "right1"], "every branch above goes")
        #expect(try down("left@bbbb", ["left1", "right1"]) == ["left1"])
        #expect(try down("-1", ["left2"]) == ["left2"])
        #expect(try down("left@-1", ["left2", "right1"]) == ["left2"])
        #expect(try down("left2-2", ["left2"]) == ["left2", "left1"])
        #expect(try down("aaaa+1", ["left2"]) == ["left2", "left1"])
        #expect(try down("left2", ["left2"]) == [], "already there")
        #expect(try down("-1", ["aaaa"]) == ["aaaa"])
    }

    @Test func rowsOfAMerge() throws {
        let planner = Planner(
            try RevisionGraph([
                node("base1"), node("one1", ["base1"]), node("two2", ["base1"]), node("both", ["one1", "two2"]),
            ])
        )
        let up = try planner.upgrade(to: "both", rows: ["one1"])
        #expect(
            up.steps.map(\.rowChange) == [
                VersionRowChange(removed: [], added: ["two2"]),
                VersionRowChange(removed: ["one1", "two2"], added: ["both"]),
            ]
        )
        #expect(try planner.downgrade(to: "one1", rows: ["both"]).rowsAfter == ["one1", "two2"])
        expectFailure(.ambiguousRevision, "Ambiguous walk down from both: one1, two2") { () throws(MigratorError) in
            _ = try planner.downgrade(to: "-1", rows: ["both"])
        }
    }

    @Test func bareStepsDownNeedOneRow() throws {
        let planner = Planner(try Graphs.fork())
        expectFailure(.ambiguousRevision, "left1, right1", "name a branch") { () throws(MigratorError) in
            _ = try planner.downgrade(to: "-1", rows: ["left1", "right1"])
        }
        expectFailure(.ambiguousRevision, "Ambiguous upgrade from multiple current revisions") {
            () throws(MigratorError) in
            _ = try planner.upgrade(to: "+1", rows: ["left1", "right1"])
        }
    }

    @Test func targetsThatCannotBeReached() throws {
        let planner = Planner(try Graphs.fork())
        func fails(_ code: MigratorError.Code, _ words: String, _ body: () throws(MigratorError) -> Plan) {
            expectFailure(code, words) { () throws(MigratorError) in _ = try body() }
        }
        fails(.notAncestor, "Destination left2 is not a valid downgrade target from current head(s)") {
            () throws(MigratorError) in
            try planner.downgrade(to: "left2", rows: ["right1"])
        }
        fails(.invalidTarget, "Relative revision +9 didn't produce 9 migrations") { () throws(MigratorError) in
            try planner.upgrade(to: "left@+9", rows: ["left1"])
        }
        fails(.invalidTarget, "didn't produce 1 migrations; a downgrade goes down") { () throws(MigratorError) in
            try planner.downgrade(to: "+1", rows: ["left1"])
        }
        fails(.invalidTarget, "didn't produce 1 migrations; an upgrade goes up") { () throws(MigratorError) in
            try planner.upgrade(to: "-1", rows: ["left1"])
        }
        fails(.invalidTarget, "nothing is applied") { () throws(MigratorError) in
            try planner.downgrade(to: "-1", rows: [])
        }
        fails(.ambiguousRevision, "Ambiguous walk up from bbbb: left1, right1") { () throws(MigratorError) in
            try planner.upgrade(to: "+1", rows: ["bbbb"])
        }
        fails(.invalidTarget, "Range revision not allowed") { () throws(MigratorError) in
            try planner.upgrade(to: "aaaa:left2", rows: [])
        }
        fails(.unknownRevision, "bbbb-1junk") { () throws(MigratorError) in
            try planner.upgrade(to: "bbbb-1junk", rows: [])
        }
        fails(.invalidTarget, "The version table names bbbb beside left1") { () throws(MigratorError) in
            try planner.upgrade(to: "heads", rows: ["left1", "bbbb"])
        }
        for target in ["left2", "+1", "right@head"] {
            fails(target == "+1" ? .ambiguousRevision : .invalidTarget, "'stamp left1' leaves") {
                () throws(MigratorError) in
                try planner.upgrade(to: Target(target), rows: ["left1", "bbbb"])
            }
        }
        fails(.ambiguousRevision, "'stamp left1' leaves") { () throws(MigratorError) in
            try planner.downgrade(to: "-1", rows: ["bbbb", "left1"])
        }
        fails(.unknownDatabaseRevision, "'dead'") { () throws(MigratorError) in
            try planner.upgrade(to: "heads", rows: ["left1", "dead"])
        }
        fails(.invalidTarget, "Not a valid downgrade target from current heads") { () throws(MigratorError) in
            try planner.downgrade(to: "aaaa@bbbb", rows: ["left1"])
        }
    }

    @Test func statusOfADatabase() throws {
        let graph = try RevisionGraph([
            node("aaaa"), node("bbbb", ["aaaa"]), node("cccc", dependsOn: ["bbbb"]), node("dddd", ["cccc"]),
        ])
        let planner = Planner(graph)
        let status = planner.current(rows: ["cccc", "dead", "cccc"])
        #expect(status.rows == ["cccc"])
        #expect(status.unknown == ["dead"])
        #expect(status.implied == ["bbbb"])
        #expect(status.pending == ["dddd"])
        #expect(!status.isAtHead)
        #expect(planner.current(rows: ["dddd"]).isAtHead)
        #expect(!planner.current(rows: ["dddd", "dead"]).isAtHead)
    }

    @Test func offlineRanges() throws {
        let planner = Planner(try Graphs.fork())
        #expect(try planner.offlineUpgrade("bbbb").revisions == ["aaaa", "bbbb"])
        #expect(try planner.offlineUpgrade("aaaa:left@head").revisions == ["bbbb", "left1", "left2"])
        #expect(try planner.offlineUpgrade("base:aaaa").revisions == ["aaaa"])
        #expect(try planner.offlineDowngrade("left2:bbbb").revisions == ["left2", "left1"])
        expectFailure(.invalidTarget, "requires <fromrev>:<torev>") { () throws(MigratorError) in
            _ = try planner.offlineDowngrade("bbbb")
        }
        expectFailure(.invalidTarget) { () throws(MigratorError) in _ = try planner.offlineUpgrade("a:b:c") }
    }

    @Test func placesOfNewRevisions() throws {
        let graph = try Graphs.fork()
        #expect(try graph.placement(onto: "left@head").parents == ["left2"])
        #expect(try graph.placement(onto: "base").parents == [])
        #expect(try graph.placement(onto: "heads").parents == ["left2", "right1"])
        #expect(try graph.placement(onto: "bbbb", splice: true).parents == ["bbbb"])
        #expect(try graph.placement(onto: "left2", dependsOn: ["right", "aaa"]).dependsOn == ["right", "aaaa"])
        #expect(try graph.mergePlacement(of: ["heads"]).parents == ["left2", "right1"])
        expectFailure(.multipleHeads, "specify the head revision", "perform a merge") { () throws(MigratorError) in
            _ = try graph.placement()
        }
        expectFailure(.invalidTarget, "bbbb is not a head revision; please specify --splice") {
            () throws(MigratorError) in
            _ = try graph.placement(onto: "bbbb")
        }
        expectFailure(.invalidTarget, "Duplicate head revisions specified") { () throws(MigratorError) in
            _ = try graph.mergePlacement(of: ["left2", "heads"])
        }
        expectFailure(.invalidTarget) { () throws(MigratorError) in _ = try graph.mergePlacement(of: ["base"]) }
    }
}
