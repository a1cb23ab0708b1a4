import Foundation
import MigrationDSL
import Migrator
import MigratorGraph
import Testing

@Suite(.serialized) struct ScalingTests {
    /// Twice the revisions may take twice the time, with some room for a busy machine, but not four times.
    @Test(arguments: [(forks: 0, dependencies: 0), (forks: 10, dependencies: 0), (forks: 10, dependencies: 10)])
    func timeGrowsWithTheGraph(shape: (forks: Int, dependencies: Int)) throws {
        try expectLinear { count in
            RandomGraph.nodes(
                count,
                seed: 7,
                forks: shape.forks,
                merges: shape.forks,
                bases: 0,
                dependencies: shape.dependencies
            )
        }
    }

    @Test func aStarOfHeadsIsNoWorse() throws {
        try expectLinear { count in
            [node("root")] + (0..<count).map { node(RevisionID("r\($0)"), ["root"]) }
        }
    }

    private func expectLinear(_ nodes: (Int) -> [RevisionNode]) throws {
        #if DEBUG
        let small = nodes(2_000)
        #else
        let small = nodes(10_000)
        #endif
        let large = small + onTop(of: small)
        var best = (small: Duration.seconds(1_000), large: Duration.seconds(1_000))
        for _ in 0..<7 {
            best.small = min(best.small, try cost { try work(small) })
            best.large = min(best.large, try cost { try work(large) })
        }
        #expect(best.large / best.small < 3.2, "\(best.small), twice the graph \(best.large)")
    }

    /// The processor time of this thread: what others do on the machine does not count.
    private func cost(_ body: () throws -> Void) rethrows -> Duration {
        let start = processorTime()
        try body()
        return .nanoseconds(processorTime() - start)
    }

    private func processorTime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
    }

    /// The same graph once more, its bases standing on the heads of the first: exactly twice the work.
    private func onTop(of nodes: [RevisionNode]) -> [RevisionNode] {
        let parents = Set(nodes.flatMap(\.parents))
        let heads = nodes.map(\.id).filter { !parents.contains($0) }
        return nodes.map { node in
            RevisionNode(
                id: RevisionID("again_\(node.id)"),
                parents: node.parents.isEmpty ? heads : node.parents.map { RevisionID("again_\($0)") },
                dependsOn: node.dependsOn.map { "again_\($0)" }
            )
        }
    }

    /// Everything that a run does: the graph, up to the heads, the status there, and down again.
    private func work(_ nodes: [RevisionNode]) throws {
        let planner = Planner(try RevisionGraph(nodes))
        let up = try planner.upgrade(to: "heads", rows: [])
        #expect(up.steps.count == nodes.count)
        #expect(planner.current(rows: up.rowsAfter).isAtHead)
        let down = try planner.downgrade(to: "base", rows: up.rowsAfter)
        #expect(down.rowsAfter.isEmpty)
    }
}
