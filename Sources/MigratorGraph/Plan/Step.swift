public import MigrationDSL
public import MigratorCore

/// One revision to apply or take back, and the change of the version rows.
public struct Step: Sendable, Hashable {
    /// The revision.
    public let revision: RevisionID
    /// Whether it is applied or taken back.
    public let direction: Direction
    /// The change of the version rows that belongs into the step's transaction.
    public let rowChange: VersionRowChange

    /// Creates a step.
    public init(revision: RevisionID, direction: Direction, rowChange: VersionRowChange) {
        self.revision = revision
        self.direction = direction
        self.rowChange = rowChange
    }
}
