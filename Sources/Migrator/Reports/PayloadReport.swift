public import MigrationDSL

/// Where the rows of one bulk insert came from, and what that cost.
public struct PayloadReport: Sendable {
    /// Where rows come from.
    public enum Origin: String, Sendable {
        /// The payload itself was read, or its closure run.
        case made
        /// The cache's files on this machine.
        case disk
        /// The store that machines share.
        case redis
    }

    /// The revision that loaded them.
    public let revision: RevisionID
    /// The payload's path, or what else it is.
    public let payload: String
    /// The table.
    public let table: String
    /// How many rows there were.
    public let rows: Int
    /// Where they came from.
    public let origin: Origin
    /// How long making or fetching them took, beside the load itself.
    public let time: Duration
    /// How long storing them took, if they were.
    public internal(set) var storing: Duration?
    /// Whether the next load finds them in the cache.
    public internal(set) var isKept: Bool
    /// Why they were not fetched, or not kept.
    public internal(set) var reason: String?

    /// Takes in what became of storing them.
    mutating func add(_ verdict: PayloadKeeper.Verdict) {
        storing = verdict.storing
        isKept = verdict.isKept
        guard !verdict.isKept else { return }
        reason =
            time * 2 > verdict.storing
            ? "they could not be stored" : "making them takes less time than fetching them would"
    }
}
