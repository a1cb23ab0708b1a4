public import MigrationDSL

/// A revision as `history` and `show` list it.
public struct HistoryEntry: Sendable {
    /// The revision's id.
    public let revision: RevisionID
    /// The revisions that it follows.
    public let parents: [RevisionID]
    /// The revisions of other branches that it needs, as ids.
    public let dependsOn: [RevisionID]
    /// The labels that its file declares.
    public let branchLabels: [String]
    /// What it does, in a line.
    public let message: String
    /// Where it stands: a file's path, and the line if it is compiled in.
    public let source: SourceLocation?
    /// Whether no revision follows it.
    public let isHead: Bool
    /// Whether it follows none.
    public let isBase: Bool
    /// Whether it follows several.
    public let isMerge: Bool
    /// Whether several follow it.
    public let isBranchPoint: Bool
    /// Whether the database has it; `nil` if no database was asked.
    public let isApplied: Bool?
    /// Whether it is a version row of the database; `nil` if no database was asked.
    public let isCurrent: Bool?
}
