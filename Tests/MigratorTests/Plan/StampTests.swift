import MigrationDSL
import Migrator
import MigratorCore
import MigratorGraph
import Testing

@Suite struct StampTests {
    @Test func aTargetTakesThePlaceOfItsLine() throws {
        let planner = Planner(try Graphs.fork())
        func stamp(_ targets: [String], _ rows: [RevisionID], purge: Bool = false) throws -> StampPlan {
            try planner.stamp(to: targets, rows: rows, purge: purge)
        }
        #expect(try stamp(["left2"], ["bbbb"]).rowsAfter == ["left2"])
        #expect(try stamp(["aaaa"], ["left2", "right1"]).removed == ["left2", "right1"])
        #expect(try stamp(["left1"], ["left2", "right1"]).rowsAfter == ["right1", "left1"])
        #expect(try stamp(["heads"], []).rowsAfter == ["left2", "right1"])
        #expect(try stamp(["left2"], ["left2"]).isEmpty)
        #expect(try stamp(["base"], ["left2", "right1"]).rowsAfter == [])
        #expect(try stamp(["left@base"], ["left2", "right1"]).rowsAfter == ["right1"])
        expectFailure(.unknownRevision, "it is relative") { () throws(MigratorError) in
            _ = try planner.stamp(to: ["-1"], rows: [])
        }
    }

    @Test func ofRowsThatImplyOneAnotherTheMaximalOnesAreWritten() throws {
        let planner = Planner(
            try RevisionGraph([
                node("aaaa"), node("bbbb", ["aaaa"]), node("cccc", ["bbbb"]), node("side", ["aaaa"]),
                node("needs", dependsOn: ["bbbb"]),
            ])
        )
        func rows(_ targets: String, at rows: [RevisionID] = [], purge: Bool = false) throws -> Set<RevisionID> {
            let plan = try planner.stamp(
                to: targets.split(separator: " ").map(String.init),
                rows: rows,
                purge: purge
            )
            #expect(Set(rows).subtracting(plan.removed).union(plan.added) == Set(plan.rowsAfter))
            return Set(plan.rowsAfter)
        }
        #expect(try rows("aaaa bbbb") == ["bbbb"])
        #expect(try rows("cccc side aaaa") == ["cccc", "side"])
        #expect(try rows("bbbb needs") == ["needs"], "a dependency implies, too")
        #expect(try rows("aaaa bbbb", at: ["cccc"], purge: true) == ["bbbb"])
        // Rows that somebody else wrote.
        #expect(try rows("bbbb", at: ["aaaa", "bbbb"]) == ["bbbb"])
        #expect(try rows("aaaa", at: ["aaaa", "bbbb"]) == ["aaaa"], "what was asked for stands")
        #expect(try rows("bbbb", at: ["aaaa", "cccc"]) == ["bbbb"], "between two rows")
        #expect(try rows("side", at: ["aaaa", "bbbb"]) == ["side", "bbbb"])
        #expect(try rows("needs", at: ["aaaa", "bbbb", "side"]) == ["needs", "side"])
        #expect(try rows("base", at: ["aaaa", "bbbb"]) == [])
    }

    @Test func aPurgeForgetsUnknownRowsToo() throws {
        let planner = Planner(try Graphs.fork())
        let plan = try planner.stamp(to: ["left1"], rows: ["left1", "dead"], purge: true)
        #expect(plan.removed == ["dead"])
        #expect(plan.added == [])
        #expect(plan.rowsAfter == ["left1"])
        expectFailure(.unknownDatabaseRevision, "'dead'", "stamp --purge") { () throws(MigratorError) in
            _ = try planner.stamp(to: ["left1"], rows: ["dead"])
        }
    }
}
