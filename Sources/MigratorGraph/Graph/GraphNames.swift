import MigrationDSL
import MigratorCore
import MigratorSystem

/// The names of a graph: ids and branch labels, which share one namespace.
struct GraphNames {
    private(set) var positions: [RevisionID: Int] = [:]
    private(set) var labelPositions: [ExactText: Int] = [:]

    /// Words that a target would read as something else than a name.
    private static func isReserved(_ name: String) -> Bool {
        name == "head" || name == "heads" || name == "base" || name == "current"
    }

    init(_ nodes: [RevisionNode]) throws(MigratorError) {
        positions.reserveCapacity(nodes.count)
        for position in nodes.indices {
            // Reading one field costs less than copying the node, which is worth it ten thousand times.
            let id = nodes[position].id
            if let problem = Self.problem(of: id.rawValue) {
                let node = nodes[position]
                throw MigratorError(
                    .invalidRevision,
                    "The revision identifier '\(node.id)' is not allowed: \(problem)",
                    revision: node.id,
                    location: node.source
                )
            }
            if let other = positions.updateValue(position, forKey: id) {
                let node = nodes[position]
                throw MigratorError(
                    .duplicateRevision,
                    "Revision \(node.id) is present more than once: \(Self.locations(nodes[other], node))",
                    revision: node.id,
                    location: node.source
                )
            }
        }
        for position in nodes.indices {
            for label in nodes[position].branchLabels {
                try add(label, at: position, of: nodes)
            }
        }
    }

    private mutating func add(_ label: String, at position: Int, of nodes: [RevisionNode]) throws(MigratorError) {
        let node = nodes[position]
        if let problem = Self.problem(of: label) {
            throw MigratorError(
                .invalidRevision,
                "The branch label '\(label)' of revision \(node.id) is not allowed: \(problem)",
                revision: node.id,
                location: node.source
            )
        }
        if let other = positions[RevisionID(label)] ?? labelPositions[ExactText(label)] {
            throw MigratorError(
                .duplicateRevision,
                "Branch name '\(label)' in revision \(node.described) already used by revision "
                    + nodes[other].described,
                revision: node.id,
                location: node.source
            )
        }
        labelPositions[ExactText(label)] = position
    }

    private static func problem(of name: String) -> String? {
        if isReserved(name) { return "it is a word with a meaning in targets" }
        // Most names are plain, and asking Unicode about each of their characters takes longer than all else here.
        let isPlain = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
        }
        if isPlain, (1...RevisionID.maximumLength).contains(name.utf8.count) { return nil }
        return RevisionID.problem(ofName: name)
    }

    private static func locations(_ one: RevisionNode, _ other: RevisionNode) -> String {
        let locations = [one, other].map { $0.source?.description ?? "a place unknown" }
        return locations.joined(separator: " and ")
    }
}
