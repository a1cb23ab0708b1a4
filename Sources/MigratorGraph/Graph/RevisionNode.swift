public import MigrationDSL

/// One revision in the graph: its name and its edges, without its operations.
public struct RevisionNode: Sendable, Hashable {
    /// The identifier, unique in a graph.
    public let id: RevisionID
    /// The revisions that this one follows; none for a base, several for a merge.
    public let parents: [RevisionID]
    /// The revisions on other branches that must be applied before: full ids or branch labels.
    public let dependsOn: [String]
    /// The branch labels declared on this very revision.
    public let branchLabels: [String]
    /// The revision's message, in a line.
    public let message: String
    /// The location of the revision's declaration, if known.
    public let source: SourceLocation?

    /// Creates a node; a ``RevisionGraph`` checks its names and edges.
    public init(
        id: RevisionID,
        parents: [RevisionID] = [],
        dependsOn: [String] = [],
        branchLabels: [String] = [],
        message: String = "",
        source: SourceLocation? = nil
    ) {
        self.id = id
        self.parents = parents
        self.dependsOn = dependsOn
        self.branchLabels = branchLabels
        self.message = message
        self.source = source
    }

    /// The id, with its location where that is known, for messages about two revisions at once.
    var described: String {
        source.map { "\(id) (\($0))" } ?? id.rawValue
    }
}
