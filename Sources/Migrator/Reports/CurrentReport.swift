public import MigrationDSL

/// Where a database stands in its history.
public struct CurrentReport: Sendable {
    /// The version rows.
    public let rows: [RevisionID]
    /// Tips of branches that the rows imply by what they depend on.
    public let implied: [RevisionID]
    /// The revisions that `upgrade heads` would apply, in order.
    public let pending: [RevisionID]
    /// Whether nothing is pending and every row is known.
    public let isAtHead: Bool
    /// Version rows that no revision explains.
    public let unknown: [String]
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
