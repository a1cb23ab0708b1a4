import MigrationDSL
import Migrator
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
