package import MigrationDSL
import MigratorCore
import MigratorSystem

/// A validated graph with revisions as positions in load order; shared by everything that walks it.
package final class GraphIndex: Sendable {
    let nodes: [RevisionNode]
    /// The position of each revision.
    package let positions: [RevisionID: Int]
    /// The position of the revision that declares each branch label.
    let labelPositions: [ExactText: Int]
    /// Parents, in declared order.
    let parents: Adjacency
    /// The revisions that have a node as parent.
    let children: Adjacency
    /// Parents, then resolved dependencies.
    let downs: Adjacency
    /// The revisions that have a node as parent or dependency.
    let ups: Adjacency
    /// As ``downs``, without the dependencies that an ancestor declares too: the edges that decide the order of steps.
    let orderingDowns: Adjacency
    /// Every position, parents and dependencies first.
    let order: [Int]
    /// The labels of each revision, inherited ones included; empty when no revision declares one.
    let labels: [[String]]

    init(_ nodes: [RevisionNode]) throws(MigratorError) {
        let names = try GraphNames(nodes)
        let edges = try GraphEdges(nodes, names)
        self.nodes = nodes
        positions = names.positions
        labelPositions = names.labelPositions
        parents = edges.parents
        downs = edges.downs
        ups = Adjacency(reversing: edges.downs)
        let hasDependencies = edges.downs.neighbours.count > edges.parents.neighbours.count
        children = hasDependencies ? Adjacency(reversing: edges.parents) : ups
        order = try GraphOrder(nodes, parents: edges.parents, downs: edges.downs, ups: ups).positions
        orderingDowns = DependencyReduction(edges, order: order).downs
        labels = BranchLabels(nodes, parents: parents, children: children, ups: ups, order: order).labels
    }

    var count: Int { nodes.count }

    func id(_ node: Int) -> RevisionID { nodes[node].id }

    func ids(_ positions: some Sequence<Int>) -> [RevisionID] { positions.map { nodes[$0].id } }

    /// The revision with exactly this id or branch label.
    func exact(_ name: String) -> Int? {
        positions[RevisionID(name)] ?? labelPositions[ExactText(name)]
    }

    func labels(of node: Int) -> [String] {
        labels.isEmpty ? [] : labels[node]
    }

    /// The positions without a child, in load order.
    var heads: [Int] { nodes.indices.filter { children.degree(of: $0) == 0 } }

    /// The positions that are neither parent nor dependency of another, in load order.
    var effectiveHeads: [Int] { nodes.indices.filter { ups.degree(of: $0) == 0 } }

    /// The positions without a parent, in load order.
    var bases: [Int] { nodes.indices.filter { parents.degree(of: $0) == 0 } }
}
