public import MigrationDSL

/// The revisions of a range.
public struct HistoryReport: Sendable {
    /// The revisions, newest first.
    public let entries: [HistoryEntry]
    /// Version rows that no revision explains; empty if no database was asked.
    public let unknown: [String]
    /// Steps outside of a transaction that were begun and have not ended and that no run is at; empty if no database was
    /// asked.
    public let unfinished: [UnfinishedStep]
}

/// The heads of a history.
public struct HeadsReport: Sendable {
    /// The revisions that no other follows.
    public let heads: [RevisionID]
    /// Those of them that no other depends on.
    public let effectiveHeads: [RevisionID]
}

/// A revision that several follow.
public struct BranchReport: Sendable {
    /// The revision.
    public let revision: RevisionID
    /// What follows it.
    public let children: [RevisionID]
}
