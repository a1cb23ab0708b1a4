public import MigrationDSL
public import MigratorCore

/// The revisions of one or more histories and how they stand on each other.
///
/// A graph is checked when it is made: every name is allowed and used once, every parent and dependency exists, and no
/// revision stands on itself. The order of its nodes, the load order, breaks ties in a ``Plan``.
///
/// ```swift
/// let graph = try RevisionGraph([
///     RevisionNode(id: "aaaa"),
///     RevisionNode(id: "bbbb", parents: ["aaaa"], branchLabels: ["billing"]),
/// ])
/// try graph.resolve("billing@head")  // ["bbbb"]
/// ```
public struct RevisionGraph: Sendable {
    package let index: GraphIndex

    /// Checks `nodes` and makes a graph of them; their order is the load order.
    ///
    /// - Throws: `invalidRevision` for a name that is not allowed, `duplicateRevision` for one used twice,
    ///   `missingRevision` for a parent or dependency that is not there, `cycle` for a circle, naming its revisions.
    public init(_ nodes: [RevisionNode]) throws(MigratorError) {
        index = try GraphIndex(nodes)
    }

    /// All revisions, in load order.
    public var revisions: [RevisionNode] { index.nodes }

    /// The revision with exactly this id.
    public subscript(id: RevisionID) -> RevisionNode? {
        index.positions[id].map { index.nodes[$0] }
    }

    /// The revisions that are no other's parent, in load order.
    public var heads: [RevisionID] { index.ids(index.heads) }

    /// The revisions without a parent, in load order.
    public var bases: [RevisionID] { index.ids(index.bases) }

    /// The heads that no revision depends on: the version rows of a database at `heads`.
    public var effectiveHeads: [RevisionID] { index.ids(index.effectiveHeads) }

    /// The revisions that have `id` as parent, in load order.
    public func children(of id: RevisionID) -> [RevisionID] {
        index.positions[id].map { index.ids(index.children[$0]) } ?? []
    }

    /// The revisions that `id` depends on, with labels replaced by the revisions that declare them.
    public func dependencies(of id: RevisionID) -> [RevisionID] {
        guard let node = self[id] else { return [] }
        return node.dependsOn.compactMap { index.exact($0) }.map { index.id($0) }
    }

    /// The branch labels of `id`: its own, its ancestors', and those of an unbranched line that it is part of.
    public func labels(of id: RevisionID) -> [String] {
        index.positions[id].map { index.labels(of: $0) } ?? []
    }

    /// Whether `id` is no other revision's parent.
    public func isHead(_ id: RevisionID) -> Bool {
        index.positions[id].map { index.children.degree(of: $0) == 0 } ?? false
    }

    /// Whether `id` is the parent of several revisions.
    public func isBranchPoint(_ id: RevisionID) -> Bool {
        index.positions[id].map { index.children.degree(of: $0) > 1 } ?? false
    }

    /// Whether `id` has several parents.
    public func isMerge(_ id: RevisionID) -> Bool {
        index.positions[id].map { index.parents.degree(of: $0) > 1 } ?? false
    }

    /// Parts version rows into those that others of them imply, which need not be there, and those others.
    ///
    /// Rows that no revision explains are in neither list.
    public func implied(among rows: [RevisionID]) -> (implied: [RevisionID], maximal: [RevisionID]) {
        let (implied, maximal) = index.implied(among: rows.compactMap { index.positions[$0] })
        return (index.ids(implied), index.ids(maximal))
    }

    /// Every branch point with its children, newest first as ``history(range:rows:)`` lists them.
    public func branchPoints() -> [(revision: RevisionID, children: [RevisionID])] {
        let all = [Bool](repeating: true, count: index.count)
        let order = NewestFirst.order(all, from: index.effectiveHeads, in: index)
        return order.filter { index.children.degree(of: $0) > 1 }.map { node in
            (index.id(node), index.ids(index.children[node]))
        }
    }
}
