public import MigrationDSL

/// Where a database stands in its history.
public struct CurrentReport: Sendable {
    /// The version rows.
    public let rows: [RevisionID]
    /// Tips of branches that the rows imply by what they depend on.
    public let implied: [RevisionID]
    /// The revisions that `upgrade heads` would apply, in order.
    public let pending: [RevisionID]
    /// Whether nothing is pending, every row is known and no step is half done.
    public let isAtHead: Bool
    /// Version rows that no revision explains.
    public let unknown: [String]
    /// Steps outside of a transaction that were begun and have not ended.
    public let unfinished: [UnfinishedStep]
    /// Whether a run is at one of them now; on SQLite nobody can tell, and it is `false`.
    public let isBeingRun: Bool
    /// Who says so.
    public let source: Source

    /// Who says where a database stands.
    public enum Source: Sendable, Hashable {
        /// The database, now.
        case database
        /// The cache: it was so when somebody looked, so long ago.
        case cache(age: Duration)
    }
}
