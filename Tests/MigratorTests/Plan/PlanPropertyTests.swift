import MigrationDSL
import Migrator
import MigratorCore
import MigratorGraph
import MigratorTestSupport
import Testing

/// What holds for every plan over every graph; a failure names the seed.
@Suite struct PlanPropertyTests {
    private static let seeds: Range<UInt64> = 0..<150

    private func graph(_ seed: UInt64) throws -> RevisionGraph {
        var random = SeededRandom(seed)
        let count = Int.random(in: 1...24, using: &random)
        let share = { (most: Int) in Int.random(in: 0...most, using: &random) }
        return try RevisionGraph(
            RandomGraph.nodes(
                count,
                seed: seed,
                forks: share(40),
                merges: share(40),
                bases: share(20),
                dependencies: share(40)
            )
        )
    }

    @Test func plansSkipNothingAndRepeatNothing() throws {
        for seed in Self.seeds {
            let graph = try graph(seed)
            let planner = Planner(graph)
            let model = AppliedModel(graph)
            for target in graph.revisions.map(\.id.rawValue) {
                let up = try planner.upgrade(to: Target(target), rows: [])
                #expect(model.problem(of: up) == nil, "seed \(seed), upgrade \(target)")
                #expect(model.applied(Set(up.rowsAfter)).contains(RevisionID(target)), "seed \(seed), \(target)")
                let rest = try planner.upgrade(to: "heads", rows: up.rowsAfter)
                #expect(model.problem(of: rest) == nil, "seed \(seed), heads from \(target)")
                do {
                    let down = try planner.downgrade(to: Target(target), rows: graph.effectiveHeads)
                    #expect(model.problem(of: down) == nil, "seed \(seed), downgrade \(target)")
                } catch {
                    // A head that others depend on has no children to take back and no row to stay at.
                    let isConsumed = graph.isHead(RevisionID(target)) && error.code == .notAncestor
                    #expect(isConsumed, "seed \(seed), downgrade \(target): \(error)")
                }
            }
        }
    }

    @Test func upAndDownAgainIsWhereItBegan() throws {
        for seed in Self.seeds {
            let graph = try graph(seed)
            let planner = Planner(graph)
            let up = try planner.upgrade(to: "heads", rows: [])
            #expect(Set(up.rowsAfter) == Set(graph.effectiveHeads), "seed \(seed)")
            let down = try planner.downgrade(to: "base", rows: up.rowsAfter)
            #expect(down.rowsAfter.isEmpty && down.steps.count == up.steps.count, "seed \(seed)")
            #expect(AppliedModel(graph).problem(of: down) == nil, "seed \(seed)")
        }
    }

    @Test func theWayDoesNotMatter() throws {
        for seed in Self.seeds {
            let graph = try graph(seed)
            let planner = Planner(graph)
            var random = SeededRandom(seed &+ 1_000)
            for _ in 0..<3 {
                var rows: [RevisionID] = []
                var ran: [RevisionID] = []
                for target in graph.revisions.map(\.id).shuffled(using: &random) {
                    let plan = try planner.upgrade(to: Target(target), rows: rows)
                    ran += plan.revisions
                    rows = plan.rowsAfter.shuffled(using: &random)
                }
                #expect(Set(rows) == Set(graph.effectiveHeads), "seed \(seed)")
                #expect(ran.count == graph.revisions.count && Set(ran).count == ran.count, "seed \(seed)")
            }
        }
    }

    @Test func statusAgreesWithTheModel() throws {
        for seed in Self.seeds {
            let graph = try graph(seed)
            let planner = Planner(graph)
            let model = AppliedModel(graph)
            for target in graph.revisions.map(\.id) {
                let rows = try planner.upgrade(to: Target(target), rows: []).rowsAfter
                let applied = model.applied(Set(rows))
                let status = planner.current(rows: rows)
                #expect(Set(status.pending) == Set(graph.revisions.map(\.id)).subtracting(applied), "seed \(seed)")
                let tips = applied.filter { id in !graph.children(of: id).contains { applied.contains($0) } }
                #expect(Set(status.implied) == tips.subtracting(rows), "seed \(seed)")
            }
        }
    }
}
