public import MigrationDSL

/// What a `stamp` did, or with `dryRun` would do.
public struct StampReport: Sendable {
    /// The targets as they were asked for.
    public let targets: [String]
    /// Whether nothing was written.
    public let isDryRun: Bool
    /// The version rows that it removed.
    public let removed: [String]
    /// The version rows that it added.
    public let added: [RevisionID]
    /// The version rows afterwards.
    public let heads: [RevisionID]
    /// How many events wait to be delivered to caches.
    public let eventsPending: Int
    /// The SQL, where a script was written and it was asked for.
    public var sql: [String]?
}
