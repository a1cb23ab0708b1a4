public import MigrationDSL

/// What an adoption found, and what it wrote.
public struct AdoptReport: Sendable {
    /// The tool that has run the database so far, such as `goose`; `nil` for a database with no history.
    public let tool: String?
    /// The tool's table; `nil` where there is none.
    public let table: String?
    /// The revisions that count as applied, in load order.
    public let revisions: [RevisionID]
    /// The comparison of those revisions with the database; `nil` if there was nothing to compare.
    public let comparison: DiffReport?
    /// What was stamped, or would be with a dry run; `nil` if nothing is to be.
    public let stamp: StampReport?
    /// Whether nothing was written because nothing was to be.
    public let isDryRun: Bool

    /// Whether the database is what the revisions make.
    public var isEqual: Bool { comparison?.isEqual ?? true }
}
