public import MigrationDSL

/// How the rows of the version table change: never a row both removed and added.
public struct VersionRowChange: Sendable, Hashable {
    /// The rows to delete.
    public let removed: [RevisionID]
    /// The rows to insert.
    public let added: [RevisionID]

    /// Creates a change.
    public init(removed: [RevisionID], added: [RevisionID]) {
        self.removed = removed
        self.added = added
    }

    /// Whether nothing changes.
    public var isEmpty: Bool { removed.isEmpty && added.isEmpty }
}
