import MigratorSystem

/// The labels that revisions bear: their own, those of their ancestors, and those that reach down a plain line.
///
/// A label reaches below the revision that declares it only where nothing branches or merges: from the head of an
/// unbranched line down to the nearest branch point or merge, which it leaves out.
struct BranchLabels {
    /// The labels of each position; empty when no revision declares any.
    private(set) var labels: [[String]] = []

    init(_ nodes: [RevisionNode], parents: Adjacency, children: Adjacency, ups: Adjacency, order: [Int]) {
        let labelled = nodes.indices.filter { !nodes[$0].branchLabels.isEmpty }
        guard !labelled.isEmpty else { return }
        labels = [[String]](repeating: [], count: nodes.count)
        for node in labelled { labels[node] = nodes[node].branchLabels }
        for node in order {
            for edge in parents.range(of: node) { inherit(from: parents.neighbours[edge], to: node) }
        }
        for head in nodes.indices where children.degree(of: head) == 0 && !labels[head].isEmpty {
            // The head has the labels of every declaration on its line, so its labels are those of the whole line.
            var node = head
            while ups.degree(of: node) <= 1, parents.degree(of: node) <= 1 {
                labels[node] = labels[head]
                guard let parent = parents[node].first else { break }
                node = parent
            }
        }
    }

    private mutating func inherit(from parent: Int, to node: Int) {
        guard !labels[parent].isEmpty, !labels[parent].isExactly(labels[node]) else { return }
        guard !labels[node].isEmpty else {
            labels[node] = labels[parent]
            return
        }
        let own = Set(labels[node].map(ExactText.init))
        labels[node] += labels[parent].filter { !own.contains(ExactText($0)) }
    }
}
