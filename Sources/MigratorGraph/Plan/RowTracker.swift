import MigrationDSL

/// Keeps the version rows while revisions are applied and taken back: the applied ones with nothing applied above.
struct RowTracker {
    private let index: GraphIndex
    private var applied: [Bool]
    /// How many applied revisions have a node as parent or dependency.
    private var above: [Int]
    /// Rows that another row implied from the start: not ours to tidy, they stay until they are taken back.
    private var redundant: Set<Int>

    init(_ index: GraphIndex, applied: [Bool], rows: [Int]) {
        self.index = index
        self.applied = applied
        var above = [Int](repeating: 0, count: index.count)
        for node in applied.indices where applied[node] {
            for edge in index.downs.range(of: node) { above[index.downs.neighbours[edge]] += 1 }
        }
        self.above = above
        redundant = Set(rows.lazy.filter { above[$0] > 0 })
    }

    /// The rows now, in load order.
    var rows: [Int] { applied.indices.filter { applied[$0] && (above[$0] == 0 || redundant.contains($0)) } }

    mutating func apply(_ node: Int) -> VersionRowChange {
        var removed: [Int] = []
        for edge in index.downs.range(of: node) {
            let below = index.downs.neighbours[edge]
            if above[below] == 0 { removed.append(below) }
            above[below] += 1
        }
        applied[node] = true
        return VersionRowChange(removed: index.ids(removed), added: [index.id(node)])
    }

    mutating func takeBack(_ node: Int) -> VersionRowChange {
        var added: [Int] = []
        for edge in index.downs.range(of: node) {
            let below = index.downs.neighbours[edge]
            above[below] -= 1
            if above[below] == 0, redundant.remove(below) == nil { added.append(below) }
        }
        applied[node] = false
        return VersionRowChange(removed: [index.id(node)], added: index.ids(added))
    }
}
