import MigrationDSL
import MigratorCore
import MigratorSystem

/// The edges of a graph, once every name in them is known to exist.
struct GraphEdges {
    private(set) var parents: Adjacency
    private(set) var dependencies: Adjacency
    private(set) var downs: Adjacency

    init(_ nodes: [RevisionNode], _ names: GraphNames) throws(MigratorError) {
        parents = Adjacency(expecting: nodes.count)
        dependencies = Adjacency(expecting: nodes.count)
        downs = Adjacency(expecting: nodes.count)
        for position in nodes.indices {
            for parent in nodes[position].parents {
                guard let target = names.positions[parent] else {
                    throw Self.missing(
                        parent.rawValue,
                        as: "parent",
                        of: nodes[position],
                        among: nodes,
                        dependency: false
                    )
                }
                guard target != position else { throw Self.loop(nodes[position], "Self-loop") }
                parents.addEdge(to: target)
                downs.addEdge(to: target)
            }
            for name in nodes[position].dependsOn {
                guard let target = names.positions[RevisionID(name)] ?? names.labelPositions[ExactText(name)]
                else {
                    throw Self.missing(name, as: "dependency", of: nodes[position], among: nodes, dependency: true)
                }
                guard target != position else { throw Self.loop(nodes[position], "Dependency self-loop") }
                dependencies.addEdge(to: target)
                downs.addEdge(to: target)
            }
            parents.endNode()
            dependencies.endNode()
            downs.endNode()
        }
    }

    private static func missing(
        _ name: String,
        as role: String,
        of node: RevisionNode,
        among nodes: [RevisionNode],
        dependency: Bool
    ) -> MigratorError {
        var known = nodes.map(\.id.rawValue)
        if dependency { known += nodes.flatMap(\.branchLabels) }
        let near = Suggestion.suffix(for: name, among: known)
        return MigratorError(
            .missingRevision,
            "Revision \(name), a \(role) of \(node.id), is not present\(near)",
            revision: node.id,
            location: node.source
        )
    }

    private static func loop(_ node: RevisionNode, _ kind: String) -> MigratorError {
        MigratorError(
            .cycle,
            "\(kind) is detected in revisions (\(node.id))",
            revision: node.id,
            location: node.source
        )
    }
}
