/// Per node of a graph, the lowest of numbers that its children bear and that never fall: heaps mended only on top.
struct LowestAbove {
    private let ups: Adjacency
    private var keys: [Int]
    private var children: [Int]

    init(_ ups: Adjacency) {
        self.ups = ups
        children = ups.neighbours
        keys = [Int](repeating: .max, count: children.count)
    }

    /// Takes the first numbers of the children of `node` and gives the lowest; `.max` is none.
    mutating func start(_ node: Int, _ numbers: [Int]) -> Int {
        let edges = ups.range(of: node)
        for edge in edges { keys[edge] = numbers[children[edge]] }
        for position in stride(from: edges.count / 2 - 1, through: 0, by: -1) { sink(position, in: edges) }
        return edges.isEmpty ? .max : keys[edges.lowerBound]
    }

    /// The lowest number now.
    mutating func lowest(_ node: Int, _ numbers: [Int]) -> Int {
        let edges = ups.range(of: node)
        let top = edges.lowerBound
        guard top < edges.upperBound else { return .max }
        while keys[top] != numbers[children[top]] {
            keys[top] = numbers[children[top]]
            sink(0, in: edges)
        }
        return keys[top]
    }

    private mutating func sink(_ start: Int, in edges: Range<Int>) {
        var position = start
        while true {
            var child = 2 * position + 1
            guard child < edges.count else { return }
            let base = edges.lowerBound
            if child + 1 < edges.count, keys[base + child + 1] < keys[base + child] { child += 1 }
            guard keys[base + child] < keys[base + position] else { return }
            keys.swapAt(base + child, base + position)
            children.swapAt(base + child, base + position)
            position = child
        }
    }
}
