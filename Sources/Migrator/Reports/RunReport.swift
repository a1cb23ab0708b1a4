public import MigrationDSL
import MigratorCore

/// What an `upgrade` or a `downgrade` did, or with `dryRun` would do.
public struct RunReport: Sendable {
    /// One revision, applied or taken back.
    public struct Step: Sendable {
        /// The revision.
        public let revision: RevisionID
        /// Which way.
        public let direction: Direction
        /// What the revision says that it does.
        public let message: String
        /// How long it took, from BEGIN to COMMIT; zero in a dry run.
        public let duration: Duration
        /// How many statements it ran, or has in a dry run.
        public let statements: Int
        /// How many rows it loaded, changed or removed; zero in a dry run.
        public let rows: Int
        /// The SQL, in a dry run only.
        public let sql: [String]?
    }

    /// Which way the run went.
    public let direction: Direction
    /// The target as it was asked for.
    public let target: String
    /// Whether nothing was run.
    public let isDryRun: Bool
    /// The steps, in order; none if there was nothing to do.
    public let steps: [Step]
    /// The version rows afterwards.
    public let heads: [RevisionID]
    /// How many events wait to be delivered to caches.
    public let eventsPending: Int
    /// Where the rows of bulk inserts came from, in the order of loading.
    public internal(set) var payloads: [PayloadReport] = []
}
