import MigratorCore

/// Every position of a graph with parents and dependencies first; fails if the edges form a circle.
struct GraphOrder {
    let positions: [Int]

    init(_ nodes: [RevisionNode], parents: Adjacency, downs: Adjacency, ups: Adjacency) throws(MigratorError) {
        positions = Self.sorted(downs, ups)
        guard positions.count < nodes.count else { return }
        let versioned = Self.sorted(parents, Adjacency(reversing: parents))
        let onParents = versioned.count < nodes.count
        let circle = Self.circle(in: onParents ? parents : downs, outside: onParents ? versioned : positions)
        let names = circle.map { nodes[$0].described }.joined(separator: ", ")
        let first = circle.first.map { nodes[$0] }
        throw MigratorError(
            .cycle,
            "\(onParents ? "Cycle" : "Dependency cycle") is detected in revisions (\(names))",
            revision: first?.id,
            location: first?.source
        )
    }

    /// The positions that can be put in order: all of them, unless there is a circle.
    private static func sorted(_ downs: Adjacency, _ ups: Adjacency) -> [Int] {
        var waiting = (0..<downs.count).map { downs.degree(of: $0) }
        var order: [Int] = []
        order.reserveCapacity(downs.count)
        for node in waiting.indices where waiting[node] == 0 { order.append(node) }
        var next = 0
        while next < order.count {
            for edge in ups.range(of: order[next]) {
                let above = ups.neighbours[edge]
                waiting[above] -= 1
                if waiting[above] == 0 { order.append(above) }
            }
            next += 1
        }
        return order
    }

    /// One circle among the positions that could not be put in order, each followed by one that it depends on.
    private static func circle(in downs: Adjacency, outside order: [Int]) -> [Int] {
        var step = [Int](repeating: -1, count: downs.count)
        for node in order { step[node] = -2 }
        guard var node = step.firstIndex(of: -1) else { return [] }
        var path: [Int] = []
        while step[node] == -1 {
            step[node] = path.count
            path.append(node)
            // A position that is left unsorted always depends on an unsorted one.
            guard let below = downs[node].first(where: { step[$0] != -2 }) else { return [] }
            node = below
        }
        return Array(path[step[node]...])
    }
}
