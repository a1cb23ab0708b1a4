import MigratorSystem

/// Where the revisions of a history are drawn: one in a row, beneath what stands on it, in lanes side by side.
///
/// A lane leads down to one revision that is still to come. A revision takes the first lane that leads to it; its first
/// parent goes on in that lane unless another leads there already, and each other one takes a lane that is free.
struct RevisionLanes {
    /// A line from a revision down to one that it stands on.
    struct Edge: Hashable {
        /// The index of the lower revision.
        let target: Int
        /// The lane in which it leads down.
        let lane: Int
        /// Whether the lower one is a parent, and not only needed.
        let isParent: Bool
    }

    /// The lane of each revision, in their order.
    private(set) var lanes: [Int] = []
    /// The lines that begin at each revision.
    private(set) var edges: [[Edge]] = []
    /// How many lanes there are side by side.
    private(set) var width = 0

    /// The revision that each lane leads to; `nil` if it is free.
    private var leading: [Int?] = []
    /// The lane that leads to each revision, if one does.
    private var laneTo: [Int: Int] = [:]

    /// Gives each revision its place; what it stands on and is not in the list is left out.
    init(_ revisions: [PictureRevision]) {
        var numbers: [ExactText: Int] = [:]
        for (number, revision) in revisions.enumerated() { numbers[ExactText(revision.id)] = number }
        for (number, revision) in revisions.enumerated() {
            var below: [(target: Int, isParent: Bool)] = []
            for (id, isParent) in revision.below {
                guard let target = numbers[ExactText(id)], target > number else { continue }
                guard !below.contains(where: { $0.target == target }) else { continue }
                below.append((target, isParent))
            }
            add(number, below)
        }
        width = leading.count
    }

    private mutating func add(_ number: Int, _ below: [(target: Int, isParent: Bool)]) {
        let lane = laneTo.removeValue(forKey: number) ?? freeLane()
        leading[lane] = nil
        lanes.append(lane)
        edges.append(
            below.map { target, isParent in
                let known = laneTo[target] ?? (leading[lane] == nil ? lane : freeLane())
                leading[known] = target
                laneTo[target] = known
                return Edge(target: target, lane: known, isParent: isParent)
            }
        )
    }

    private mutating func freeLane() -> Int {
        if let free = leading.firstIndex(of: nil) { return free }
        leading.append(nil)
        return leading.count - 1
    }
}
