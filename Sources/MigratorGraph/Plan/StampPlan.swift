public import MigrationDSL

/// The version rows that a stamp writes; no revision runs.
public struct StampPlan: Sendable, Hashable {
    /// The targets as they were asked for.
    public let targets: [String]
    /// The rows to delete; after a purge, all that are not to stay.
    public let removed: [RevisionID]
    /// The rows to insert.
    public let added: [RevisionID]
    /// The rows after it.
    public let rowsAfter: [RevisionID]

    /// Creates a plan.
    public init(targets: [String], removed: [RevisionID], added: [RevisionID], rowsAfter: [RevisionID]) {
        self.targets = targets
        self.removed = removed
        self.added = added
        self.rowsAfter = rowsAfter
    }

    /// Whether the rows are already as they should be.
    public var isEmpty: Bool { removed.isEmpty && added.isEmpty }
}
