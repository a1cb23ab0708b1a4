/// A graph drawn with fewer nodes: each plain line, in which nothing forks or merges, is one.
struct PlainLines {
    /// The line of each node; -1 out of scope.
    private(set) var lineOf: [Int]
    /// The next position on each node's line; -1 at its end.
    private(set) var next: [Int]
    /// The lines that the end of a line stands on.
    private(set) var downs: Adjacency
    /// The lines that stand on the first node of a line.
    let ups: Adjacency

    /// How many lines there are.
    var count: Int { downs.count }

    /// Draws `scope`, lines after those that stand on them; only nodes of `todo` share one, and `starts` begin one.
    init(_ index: GraphIndex, scope: [Bool], todo: [Bool], starts: [Int]) {
        let edges = index.downs
        lineOf = [Int](repeating: -1, count: index.count)
        next = lineOf
        var above = [Int](repeating: 0, count: index.count)
        for node in index.order where scope[node] {
            for edge in edges.range(of: node) { above[edges.neighbours[edge]] += 1 }
        }
        for node in starts { above[node] += 2 }
        var ends: [Int] = []
        for node in index.order.reversed() where scope[node] {
            if lineOf[node] < 0 {
                lineOf[node] = ends.count
                ends.append(node)
            }
            var only = -1
            for edge in edges.range(of: node) where scope[edges.neighbours[edge]] {
                only = only == -1 ? edges.neighbours[edge] : -2
            }
            guard only >= 0, above[only] == 1, todo[node], todo[only] else { continue }
            next[node] = only
            lineOf[only] = lineOf[node]
            ends[lineOf[node]] = only
        }
        var downs = Adjacency(expecting: ends.count)
        for end in ends {
            for edge in edges.range(of: end) where scope[edges.neighbours[edge]] {
                downs.addNewEdge(to: lineOf[edges.neighbours[edge]])
            }
            downs.endNode()
        }
        self.downs = downs
        ups = Adjacency(reversing: downs)
    }
}
