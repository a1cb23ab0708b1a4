/// Puts revisions in Alembic's order, newest first; an upgrade takes it from the end.
///
/// Alembic keeps a list of heads, walks one line down, and when a revision still has something above it, goes on at the
/// first head of the list that has it among its ancestors. It searches the ancestors of every head at every step. Here
/// a head is a slot, whose number is its rank in the list for good, and each plain line knows the lowest slot that
/// reaches it. Slots only move down, so these numbers only grow, and a move touches no more lines than it changes.
struct NewestFirst {
    private static let never = Int.max

    private let orderingDowns: Adjacency
    private let lines: PlainLines
    /// The positions that are still to be put out.
    private var todo: [Bool]
    private var slots = SlotList()
    /// The slot that stands on a line.
    private var slotOn: [Int]
    /// The lowest slot that reaches a line through those above it, or through these and its own.
    private var fromAbove: [Int]
    private var reach: [Int]
    private var above: LowestAbove
    /// The positions from which ``spread(_:from:)`` goes on; empty between two calls.
    private var changed: [Int] = []

    /// Orders `todo`, walking down from `heads`, which must reach all of it; it is convex if every path between two of
    /// it stays in it.
    static func order(_ todo: [Bool], from heads: [Int], in index: GraphIndex, isConvex: Bool = true) -> [Int] {
        let starts = Set(heads.lazy.filter { todo[$0] }).sorted()
        guard !starts.isEmpty else { return [] }
        let scope = isConvex ? todo : index.downs.closure(of: starts)
        let lines = PlainLines(index, scope: scope, todo: todo, starts: starts)
        var sorter = NewestFirst(todo, lines, index)
        return sorter.run(from: starts)
    }

    private init(_ todo: [Bool], _ lines: PlainLines, _ index: GraphIndex) {
        self.todo = todo
        self.lines = lines
        orderingDowns = index.orderingDowns
        slotOn = [Int](repeating: Self.never, count: lines.count)
        fromAbove = slotOn
        reach = slotOn
        above = LowestAbove(lines.ups)
    }

    private mutating func run(from starts: [Int]) -> [Int] {
        for node in starts { slotOn[lines.lineOf[node]] = slots.append(node) }
        for line in 0..<lines.count {
            fromAbove[line] = above.start(line, reach)
            reach[line] = min(fromAbove[line], slotOn[line])
        }
        var output: [Int] = []
        output.reserveCapacity(todo.count)
        var next = slots.first
        while let slot = next {
            var node = slots.nodes[slot]
            let waitsFor = fromAbove[lines.lineOf[node]]
            guard waitsFor == Self.never else {
                next = waitsFor
                continue
            }
            while true {
                output.append(node)
                todo[node] = false
                guard lines.next[node] >= 0 else { break }
                node = lines.next[node]
            }
            next = leave(node, slot)
        }
        return output
    }

    /// Moves `slot` on from the end of a line and returns the slot to go on with.
    private mutating func leave(_ node: Int, _ slot: Int) -> Int? {
        let line = lines.lineOf[node]
        slotOn[line] = Self.never
        reach[line] = Self.never
        var hasMoved = false
        for edge in orderingDowns.range(of: node) {
            let below = orderingDowns.neighbours[edge]
            guard todo[below], slotOn[lines.lineOf[below]] == Self.never else { continue }
            if hasMoved {
                slotOn[lines.lineOf[below]] = slots.append(below)
            } else {
                hasMoved = true
                slots.nodes[slot] = below
                slotOn[lines.lineOf[below]] = slot
            }
        }
        let next = hasMoved ? slot : slots.remove(slot)
        spread(slot, from: line)
        return next
    }

    /// Tells what lies below `line` that `slot` reaches it no longer by this way.
    private mutating func spread(_ slot: Int, from line: Int) {
        var line = line
        while true {
            for edge in lines.downs.range(of: line) {
                let below = lines.downs.neighbours[edge]
                guard fromAbove[below] == slot else { continue }
                let lowest = above.lowest(below, reach)
                guard lowest != slot else { continue }
                fromAbove[below] = lowest
                guard reach[below] == slot, slotOn[below] != slot else { continue }
                reach[below] = min(lowest, slotOn[below])
                changed.append(below)
            }
            guard let next = changed.popLast() else { return }
            line = next
        }
    }
}
