/// Drops the dependencies that a revision inherits: those that one of its ancestors by parents declares already.
///
/// Alembic orders its plans by what is left, so a plan's order can be its own only if the same is dropped. Reachability
/// is the same with and without them.
struct DependencyReduction {
    private(set) var downs: Adjacency

    init(_ edges: GraphEdges, order: [Int]) {
        downs = edges.downs
        let dependencies = edges.dependencies
        guard !dependencies.neighbours.isEmpty else { return }
        let dropped = Self.inherited(Self.sharedDependencies(dependencies), edges, order)
        var kept = Adjacency(expecting: edges.downs.count)
        for node in 0..<edges.downs.count {
            for parent in edges.parents[node] { kept.addEdge(to: parent) }
            // Alembic keeps these in a set, in no order; here the load order decides.
            let own = dependencies.range(of: node).filter { !dropped.contains($0) }
            for neighbour in own.map({ dependencies.neighbours[$0] }).sorted() { kept.addEdge(to: neighbour) }
            kept.endNode()
        }
        downs = kept
    }

    /// The revisions that more than one other depends on: only these can be inherited.
    private static func sharedDependencies(_ dependencies: Adjacency) -> [Int] {
        var declarers = [Int](repeating: 0, count: dependencies.count)
        for neighbour in dependencies.neighbours { declarers[neighbour] += 1 }
        return declarers.indices.filter { declarers[$0] > 1 }
    }

    /// The edges of `edges.dependencies` to drop; each pass over the graph follows 64 dependencies at once.
    private static func inherited(_ shared: [Int], _ edges: GraphEdges, _ order: [Int]) -> Set<Int> {
        var dropped: Set<Int> = []
        var bit = [UInt64](repeating: 0, count: order.count)
        for first in stride(from: 0, to: shared.count, by: 64) {
            let batch = shared[first..<min(first + 64, shared.count)]
            for (shift, dependency) in batch.enumerated() { bit[dependency] = 1 << UInt64(shift) }
            // Per node: what its ancestors declare, then with its own added.
            var declared = [UInt64](repeating: 0, count: order.count)
            for node in order {
                var above: UInt64 = 0
                for edge in edges.parents.range(of: node) { above |= declared[edges.parents.neighbours[edge]] }
                for edge in edges.dependencies.range(of: node) {
                    let own = bit[edges.dependencies.neighbours[edge]]
                    if own & above != 0 { dropped.insert(edge) }
                    declared[node] |= own
                }
                declared[node] |= above
            }
            for dependency in batch { bit[dependency] = 0 }
        }
        return dropped
    }
}
