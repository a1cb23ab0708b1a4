public import MigrationDSL
public import MigratorCore
import MigratorSystem

/// The parents and dependencies that a new revision's file will name.
public struct RevisionPlacement: Sendable, Hashable {
    /// The revisions to follow; none for a new base.
    public let parents: [RevisionID]
    /// The dependencies: labels as they were given, anything else as full ids.
    public let dependsOn: [String]

    /// Creates a placement.
    public init(parents: [RevisionID], dependsOn: [String] = []) {
        self.parents = parents
        self.dependsOn = dependsOn
    }
}

extension RevisionGraph {
    /// The parents and dependencies of the revision that `revision --head … [--splice] [--depends-on …]` writes.
    ///
    /// - Parameters:
    ///   - head: an identifier; `heads` for all of them, `base` for a new base.
    ///   - splice: whether a parent may have children already.
    ///   - dependsOn: identifiers of a revision each.
    /// - Returns: the parents and dependencies to write.
    /// - Throws: `multipleHeads`; `invalidTarget` for a parent that is no head; what ``resolve(_:rows:)`` throws.
    public func placement(
        onto head: String = "head",
        splice: Bool = false,
        dependsOn: [String] = []
    ) throws(MigratorError) -> RevisionPlacement {
        let parents = try parents(named: [head], splice: splice)
        let resolver = Resolver(index: index)
        var dependencies: [String] = []
        for name in dependsOn {
            guard let node = try resolver.revision(name) else {
                throw MigratorError(.invalidTarget, "'\(name)' is no revision that another can depend on")
            }
            let kept = index.labels(of: node).hasExactly(name) ? name : index.id(node).rawValue
            if !dependencies.hasExactly(kept) { dependencies.append(kept) }
        }
        return RevisionPlacement(parents: index.ids(parents), dependsOn: dependencies)
    }

    /// The parents of the revision that `merge REV… [--splice]` writes.
    ///
    /// - Throws: `invalidTarget` for a revision given twice, one that is no head, or none at all; what
    ///   ``resolve(_:rows:)`` throws.
    public func mergePlacement(of revisions: [String], splice: Bool = false) throws(MigratorError) -> RevisionPlacement
    {
        let parents = try parents(named: revisions, splice: splice)
        guard !parents.isEmpty else {
            throw MigratorError(.invalidTarget, "A merge needs revisions to merge, such as 'heads'")
        }
        return RevisionPlacement(parents: index.ids(parents))
    }

    private func parents(named names: [String], splice: Bool) throws(MigratorError) -> [Int] {
        var parents: [Int] = []
        for name in names { parents += try nodes(named: name) }
        guard Set(parents).count == parents.count else {
            throw MigratorError(
                .invalidTarget,
                "Duplicate head revisions specified: \(GraphError.list(index.ids(parents)))"
            )
        }
        if !splice, let inner = parents.first(where: { index.children.degree(of: $0) > 0 }) {
            throw MigratorError(
                .invalidTarget,
                "Revision \(index.id(inner)) is not a head revision; please specify --splice to create a new branch "
                    + "from this revision",
                revision: index.id(inner),
                location: index.nodes[inner].source
            )
        }
        return parents
    }

    private func nodes(named name: String) throws(MigratorError) -> [Int] {
        do {
            return try resolve(name).compactMap { index.positions[$0] }
        } catch {
            guard error.code == .multipleHeads else { throw error }
            throw MigratorError(
                .multipleHeads,
                "Multiple heads are present; please specify the head revision on which the new revision should be "
                    + "based, or perform a merge: \(GraphError.list(index.ids(index.heads)))"
            )
        }
    }
}
