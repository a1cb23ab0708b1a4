/// Edges between positions of a graph, kept flat: one array of neighbours and where each node's run begins.
struct Adjacency: Sendable {
    private(set) var starts: [Int] = [0]
    private(set) var neighbours: [Int] = []

    private let expected: Int
    /// Which node last had an edge to each neighbour; empty when all are written.
    private var lastOrigin: [Int] = []

    /// Creates an empty list that expects `count` nodes.
    init(expecting count: Int) {
        expected = count
        starts.reserveCapacity(count + 1)
    }

    /// Turns every edge of `edges` round; a node's new edges come in the order of their old origins.
    init(reversing edges: Adjacency) {
        let count = edges.count
        var starts = [Int](repeating: 0, count: count + 1)
        for neighbour in edges.neighbours { starts[neighbour + 1] += 1 }
        for node in 0..<count { starts[node + 1] += starts[node] }
        var next = starts
        var neighbours = [Int](repeating: 0, count: edges.neighbours.count)
        for node in 0..<count {
            for edge in edges.range(of: node) {
                let neighbour = edges.neighbours[edge]
                neighbours[next[neighbour]] = node
                next[neighbour] += 1
            }
        }
        expected = count
        self.starts = starts
        self.neighbours = neighbours
    }

    /// How many nodes there are.
    var count: Int { starts.count - 1 }

    /// The positions of `node`'s edges in ``neighbours``.
    func range(of node: Int) -> Range<Int> { starts[node]..<starts[node + 1] }

    /// The neighbours of `node`.
    subscript(node: Int) -> ArraySlice<Int> { neighbours[starts[node]..<starts[node + 1]] }

    /// How many edges leave `node`.
    func degree(of node: Int) -> Int { starts[node + 1] - starts[node] }

    /// Adds an edge to the node being written, unless it has that edge already.
    mutating func addEdge(to neighbour: Int) {
        if lastOrigin.isEmpty { lastOrigin = [Int](repeating: -1, count: expected) }
        guard lastOrigin[neighbour] != count else { return }
        lastOrigin[neighbour] = count
        neighbours.append(neighbour)
    }

    /// Adds an edge that the node being written is known not to have.
    mutating func addNewEdge(to neighbour: Int) {
        neighbours.append(neighbour)
    }

    /// Ends the node being written and begins the next.
    mutating func endNode() {
        starts.append(neighbours.count)
        if count == expected { lastOrigin = [] }
    }

    /// Marks every node that can be reached from `roots`, these included.
    func closure(of roots: some Sequence<Int>) -> [Bool] {
        var marks = [Bool](repeating: false, count: count)
        mark(from: roots, in: &marks)
        return marks
    }

    /// Marks what can be reached from `roots` and is not marked yet.
    func mark(from roots: some Sequence<Int>, in marks: inout [Bool]) {
        var pending: [Int] = []
        for root in roots where !marks[root] {
            marks[root] = true
            pending.append(root)
        }
        while let node = pending.popLast() {
            for edge in range(of: node) {
                let neighbour = neighbours[edge]
                guard !marks[neighbour] else { continue }
                marks[neighbour] = true
                pending.append(neighbour)
            }
        }
    }
}
