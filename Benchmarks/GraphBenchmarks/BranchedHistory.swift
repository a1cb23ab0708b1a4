import BenchmarkSupport
import MigrationDSL
import Migrator

/// A history made at random: lines that fork and merge, dependencies across them, one base and one head.
struct BranchedHistory {
    /// How many revisions there are.
    let count: Int
    let planner: Planner
    /// The version rows of a database at the head.
    let headRows: [RevisionID]
    /// The version rows after half of the way there.
    let halfWayRows: [RevisionID]

    init(_ nodes: [RevisionNode]) throws {
        count = nodes.count
        planner = Planner(try RevisionGraph(nodes))
        let plan = try planner.upgrade(to: "heads", rows: [])
        headRows = plan.rowsAfter
        var rows: Set<RevisionID> = []
        for step in plan.steps.prefix(count / 2) {
            rows.subtract(step.rowChange.removed)
            rows.formUnion(step.rowChange.added)
        }
        halfWayRows = rows.sorted()
    }

    /// So many revisions, loaded parents first or as files with random names are.
    static func nodes(
        _ count: Int,
        isShuffled: Bool = false,
        forks: Int = 10,
        merges: Int = 10,
        dependencies: Int = 5
    ) -> [RevisionNode] {
        var random = SeededRandom(7)
        let ids = (0..<count).map { _ in RevisionID(random.hexadecimal(12)) }
        var heads: [RevisionID] = []
        var nodes: [RevisionNode] = []
        for (number, id) in ids.enumerated() {
            var parents: [RevisionID] = []
            // The last revisions join what is open, so that there is one head.
            let mustMerge = heads.count > count - number
            if number > 0 {
                if heads.count > 1, mustMerge || random.chance(merges) {
                    heads.shuffle(using: &random)
                    parents = [heads.removeLast(), heads.removeLast()]
                } else if random.chance(forks) {
                    parents = [ids[Int.random(in: 0..<number, using: &random)]]
                    heads.removeAll { parents.contains($0) }
                } else {
                    parents = [heads.remove(at: Int.random(in: heads.indices, using: &random))]
                }
            }
            var dependsOn: [String] = []
            if number > 0, random.chance(dependencies) {
                dependsOn = [ids[Int.random(in: 0..<number, using: &random)].rawValue]
            }
            heads.append(id)
            nodes.append(RevisionNode(id: id, parents: parents, dependsOn: dependsOn, message: "revision \(number)"))
        }
        return isShuffled ? nodes.shuffled(using: &random) : nodes
    }
}
