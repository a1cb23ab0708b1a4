import MigrationDSL
import MigratorGraph
import MigratorTestSupport
import Testing

@testable import Migrator

/// What is left of a plan when others have moved the rows meanwhile.
struct ResumeTests {
    @Test(arguments: 0..<60)
    func whatOthersDidIsSkippedAndTheRestIsDone(_ index: Int) throws {
        let seed = Rounds.seed &+ UInt64(index)
        var random = SeededRandom(seed)
        let graph = try RevisionGraph(RandomGraph.nodes(30, seed: seed, dependencies: 10))
        let planner = Planner(graph)
        let plan = try planner.upgrade(to: "heads", rows: [])
        let other = try #require(graph.revisions.randomElement(using: &random)).id
        let rows = try planner.upgrade(to: Target(other), rows: []).rowsAfter
        let applied = Set(planner.applied(rows))

        let rest = try planner.resume(plan, rows: rows)
        #expect(
            rest.steps.map(\.revision) == plan.steps.map(\.revision).filter { !applied.contains($0) },
            "seed \(seed)"
        )
        #expect(Set(rest.rowsAfter) == Set(plan.rowsAfter), "seed \(seed)")
        var replayed = rows
        for step in rest.steps { replayed = step.rowChange.applied(to: replayed) }
        #expect(Set(replayed) == Set(plan.rowsAfter), "seed \(seed)")

        // Down again, and another goes part of the way.
        let down = try planner.downgrade(to: "base", rows: plan.rowsAfter)
        let part = Int.random(in: 0...down.steps.count, using: &random)
        var partly = down.rowsBefore
        for step in down.steps.prefix(part) { partly = step.rowChange.applied(to: partly) }
        let left = try planner.resume(down, rows: partly)
        #expect(left.steps.map(\.revision) == down.steps.dropFirst(part).map(\.revision), "seed \(seed)")
        #expect(left.rowsAfter.isEmpty, "seed \(seed)")
    }

    @Test func rowsThatLeftThePathEndTheRun() throws {
        let graph = try RevisionGraph([
            RevisionNode(id: "aaaa"), RevisionNode(id: "bbbb", parents: ["aaaa"]),
            RevisionNode(id: "cccc", parents: ["bbbb"]),
        ])
        let planner = Planner(graph)
        let up = try planner.upgrade(to: "head", rows: ["bbbb"])
        #expect(throws: MigratorError.self) { try planner.resume(up, rows: ["aaaa"]) }
        let down = try planner.downgrade(to: "aaaa", rows: ["bbbb"])
        let error = #expect(throws: MigratorError.self) { try planner.resume(down, rows: ["cccc"]) }
        #expect(error?.code == .rowsMoved)
        #expect(error?.message.hasPrefix("another program moved the version rows to cccc while") == true)
        // Where there are no rows, the place has a name all the same.
        let gone = #expect(throws: MigratorError.self) { try planner.resume(up, rows: []) }
        #expect(gone?.message.hasPrefix("another program moved the version rows to base while") == true)
    }

    @Test func nothingIsLeftWhenOthersDidItAll() throws {
        let graph = try RevisionGraph([RevisionNode(id: "aaaa"), RevisionNode(id: "bbbb", parents: ["aaaa"])])
        let planner = Planner(graph)
        let plan = try planner.upgrade(to: "head", rows: [])
        #expect(try planner.resume(plan, rows: ["bbbb"]).isEmpty)
    }
}
