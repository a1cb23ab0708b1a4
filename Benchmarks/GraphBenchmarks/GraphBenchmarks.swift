import Benchmark
import BenchmarkSupport
import MigrationDSL
import Migrator

/// The figure to look at: the same for 10,000 and 20,000 revisions if twice the graph takes twice the time.
private let share = BenchmarkMetric.figure("ns per 1000 revisions", .prefersSmaller)

let benchmarks: @Sendable () -> Void = {
    for count in [1_000, 10_000, 20_000] { measureAll("\(count)") { BranchedHistory.nodes(count) } }
    // Neighbours in the graph are then none in memory, which costs more the larger the graph is.
    measureAll("20000 shuffled") { BranchedHistory.nodes(20_000, isShuffled: true) }
}

private func measureAll(_ kind: String, _ nodes: @escaping () -> [RevisionNode]) {
    Benchmark("build \(kind)", configuration: .measuring([share])) { benchmark, nodes in
        let seconds = try benchmark.time { try RevisionGraph(nodes) }
        benchmark.measurement(share, Int(seconds * 1e12) / nodes.count)
    } setup: {
        nodes()
    }

    measure("upgrade base to heads \(kind)", nodes) { history in
        try history.planner.upgrade(to: "heads", rows: [])
    }
    measure("downgrade heads to base \(kind)", nodes) { history in
        try history.planner.downgrade(to: "base", rows: history.headRows)
    }
    measure("current at head \(kind)", nodes) { history in
        history.planner.current(rows: history.headRows)
    }
    measure("current half-way \(kind)", nodes) { history in
        history.planner.current(rows: history.halfWayRows)
    }
    measure("resolve head \(kind)", nodes) { history in
        try history.planner.graph.resolve("head")
    }
}

/// Measures what is done with a history of these revisions.
private func measure(
    _ name: String,
    _ nodes: @escaping () -> [RevisionNode],
    _ work: @escaping (BranchedHistory) throws -> some Any
) {
    Benchmark(name, configuration: .measuring([share])) { benchmark, history in
        let seconds = try benchmark.time { try work(history) }
        benchmark.measurement(share, Int(seconds * 1e12) / history.count)
    } setup: {
        try BranchedHistory(nodes())
    }
}
