import MigratorSystem

/// The identity of a store, as the store gives it.
public struct RemoteIdentity: Sendable, Hashable {
    /// Whether it takes writes and is no replica.
    public let isPrimary: Bool
    /// Redis's `run_id`: another one after each start.
    public let runID: String
    /// Redis's `master_replid`: another one after each promotion.
    public let replicationID: String

    /// Creates an identity.
    public init(isPrimary: Bool, runID: String, replicationID: String) {
        self.isPrimary = isPrimary
        self.runID = runID
        self.replicationID = replicationID
    }
}

/// The time from a store's start to its end: names bear the incarnation, so that data from before a restart from a
/// snapshot or a failover cannot be reached.
public struct Incarnation: Sendable, Hashable, CustomStringConvertible {
    /// The identity that it was made from; scripts check it again.
    public let identity: RemoteIdentity
    /// 16 hexadecimal digits.
    public let text: String

    /// The incarnation of a store that says this of itself.
    public init(_ identity: RemoteIdentity) {
        self.identity = identity
        text = String(Digest.hex(Digest.sha256(ofParts: [identity.runID, identity.replicationID])).prefix(16))
    }

    /// The digits.
    public var description: String { text }
}
