import MigrationDSL
import Migrator
import MigratorCore
import MigratorGraph
import Testing

/// What Alembic gets wrong, as measured, and what happens here instead.
@Suite struct DefectTests {
    @Test func q1AMergeOneOfWhoseParentsTheOtherImplies() throws {
        // Alembic: KeyError in the middle of the run.
        let planner = Planner(
            try RevisionGraph([
                node("aaaa"), node("bbbb", ["aaaa"]), node("cccc", ["bbbb"]), node("dddd", ["aaaa", "cccc"]),
            ])
        )
        let plan = try planner.upgrade(to: "dddd", rows: ["cccc"])
        #expect(plan.steps.map(\.rowChange) == [VersionRowChange(removed: ["cccc"], added: ["dddd"])])
        let down = try planner.downgrade(to: "cccc", rows: ["dddd"])
        #expect(down.rowsAfter == ["cccc"])
    }

    @Test func q2AMergeOneOfWhoseParentsADependencyImplies() throws {
        let planner = Planner(
            try RevisionGraph([
                node("aaaa"), node("xxxx"), node("bbbb", ["aaaa"], dependsOn: ["xxxx"]),
                node("yyyy", ["xxxx"], dependsOn: ["bbbb"]),
                node("both", ["bbbb", "yyyy"]),
            ])
        )
        let plan = try planner.upgrade(to: "heads", rows: [])
        #expect(plan.rowsAfter == ["both"])
        #expect(plan.steps.last?.rowChange == VersionRowChange(removed: ["yyyy"], added: ["both"]))
    }

    @Test func q3ARedundantDependencyLeavesNoRowBehind() throws {
        // Alembic leaves the row of an ancestor when an unrelated row exists.
        let planner = Planner(
            try RevisionGraph([
                node("aaaa"), node("bbbb", ["aaaa"]), node("cccc", ["bbbb"], dependsOn: ["aaaa"]), node("other"),
            ])
        )
        let plan = try planner.downgrade(to: "bbbb", rows: ["cccc", "other"])
        #expect(Set(plan.rowsAfter) == ["bbbb", "other"])
    }

    @Test func q4TheUpgradeAfterThatFindsNoOverlap() throws {
        let planner = Planner(
            try RevisionGraph([
                node("aaaa"), node("bbbb", ["aaaa"]), node("cccc", ["bbbb"], dependsOn: ["aaaa"]), node("other"),
            ])
        )
        let rows = try planner.downgrade(to: "bbbb", rows: ["cccc", "other"]).rowsAfter
        #expect(try planner.upgrade(to: "heads", rows: rows).revisions == ["cccc"])
    }

    @Test func q5StepsDownABranchOfWhichNothingIsApplied() throws {
        let planner = Planner(
            try RevisionGraph([node("aaaa", labels: ["one"]), node("bbbb", labels: ["two"])])
        )
        expectFailure(.invalidTarget, "nothing of branch 'two' is applied") { () throws(MigratorError) in
            _ = try planner.downgrade(to: "two@-1", rows: ["aaaa"])
        }
    }

    @Test(arguments: ["bbbb+3", "bbbb-3", "base+9", "aaaa-1"])
    func q6StepsBeyondTheGraph(target: String) throws {
        let planner = Planner(try RevisionGraph([node("aaaa"), node("bbbb", ["aaaa"])]))
        expectFailure(.invalidTarget, "didn't produce \(target.dropFirst(5)) migrations") { () throws(MigratorError) in
            _ = try planner.upgrade(to: Target(target), rows: [])
        }
    }

    @Test func q7AStampThatNamesARevisionTwiceOrTwoOnOneLine() throws {
        let planner = Planner(try RevisionGraph([node("aaaa"), node("bbbb", ["aaaa"]), node("cccc", ["bbbb"])]))
        #expect(try planner.stamp(to: ["bbbb", "bbb"], rows: []).rowsAfter == ["bbbb"])
        #expect(try planner.stamp(to: ["bbbb", "bbb"], rows: ["aaaa"]).rowsAfter == ["bbbb"])
        #expect(try planner.stamp(to: ["bbbb", "aaaa"], rows: ["cccc"]).rowsAfter == ["bbbb"])
        #expect(try planner.stamp(to: ["aaaa", "bbbb"], rows: []).rowsAfter == ["bbbb"])
        #expect(try planner.stamp(to: ["cccc", "aaaa", "bbbb"], rows: ["aaaa"]).rowsAfter == ["cccc"])
    }

    @Test func q8HistoryFromAConsumedHead() throws {
        let graph = try RevisionGraph([node("aaaa"), node("bbbb", ["aaaa"]), node("cccc", dependsOn: ["bbbb"])])
        #expect(try graph.history(range: "current:", rows: ["bbbb"]) == ["bbbb"])
    }

    @Test func q9AnUnknownLabelInADowngrade() throws {
        let planner = Planner(try RevisionGraph([node("aaaa"), node("bbbb", ["aaaa"])]))
        expectFailure(.unknownRevision, "No such branch: 'nolabel'") { () throws(MigratorError) in
            _ = try planner.downgrade(to: "nolabel@aaaa", rows: ["bbbb"])
        }
    }

    @Test func q10AnUpgradeToWhatIsPassed() throws {
        let planner = Planner(try Graphs.fork())
        let plan = try planner.upgrade(to: "aaaa", rows: ["left1"])
        #expect(plan.isEmpty)
        #expect(plan.rowsAfter == ["left1"])
    }
}
