public import CacheBridge
import MigratorGraph

/// What one look at the database found, and what was delivered to the caches.
public struct DeliveryRound: Sendable {
    /// By which name caches know the database; `nil` for one in memory that has no name yet.
    ///
    /// It changes where a backup was put back or a file replaced: what a cache of the old name holds says nothing of
    /// this database, and a connection that was opened before may still lead to the old one.
    public let fingerprint: Fingerprint?
    /// Where the database stands.
    public let status: RevisionStatus
    /// How many events wait, by target; targets that have heard of all of them are left out.
    public let waiting: [String: Int]
    /// Why the migrator's own targets could not be told, by target.
    public let reasons: [String: String]
    /// Other targets that events have waited for so long that nobody seems to tell them.
    public let untold: [String]
}
