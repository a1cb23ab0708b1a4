public import MigrationDSL
import MigratorGraph
import MigratorSources

extension MigrationEngine {
    /// The parents of a new revision.
    ///
    /// - Parameters:
    ///   - heads: What it follows, as targets; `base` for none, `head` if empty.
    ///   - splice: Whether it may follow a revision that others follow already.
    /// - Returns: The parents.
    /// - Throws: `MigratorError` if there are several heads and none is named, or if one named is no head.
    public func parentsForNewRevision(heads: [String], splice: Bool) throws -> [RevisionID] {
        guard heads.count > 1 else {
            return try revisions.graph.placement(onto: heads.first ?? "head", splice: splice).parents
        }
        return try parentsForMerge(heads, splice: splice)
    }

    /// The parents of a revision that joins branches.
    ///
    /// - Parameters:
    ///   - targets: What it joins, as targets.
    ///   - splice: Whether these may be followed by others already.
    /// - Returns: The parents.
    /// - Throws: `MigratorError` if a target is given twice or is no head.
    public func parentsForMerge(_ targets: [String], splice: Bool) throws -> [RevisionID] {
        try revisions.graph.mergePlacement(of: targets, splice: splice).parents
    }

    /// What a new revision depends on, as its file writes it: labels stay labels, anything else becomes a full id.
    ///
    /// - Throws: `MigratorError` if a target names no revision.
    public func resolveDependencies(_ targets: [String]) throws -> [String] {
        try revisions.graph.placement(onto: "base", dependsOn: targets).dependsOn
    }
}
