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
    /// What runs again whenever its text has changed, in the order of running.
    public let repeatables: [RepeatableEntry]
}

/// A file of views, functions and the like that runs again whenever its text has changed.
public struct RepeatableEntry: Sendable {
    /// Its name: that of its file, without the ending.
    public let name: String
    /// The names of those that it runs after.
    public let dependsOn: [String]
    /// What it is, in a line.
    public let message: String
    /// The place of its header.
    public let source: SourceLocation?
    /// Whether its text is to be run; `nil` if no database was asked.
    public let isDue: Bool?
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
