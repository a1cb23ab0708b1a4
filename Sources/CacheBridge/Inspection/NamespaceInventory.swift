/// The entries of a namespace in the tiers that outlive a process.
public struct NamespaceInventory: Sendable {
    /// The namespace.
    public let namespace: Namespace
    /// The inventories by tier, `remote` and `disk`; only of tiers that answered.
    public var tiers: [String: TierInventory] = [:]

    /// Nothing was asked yet.
    public init(_ namespace: Namespace) {
        self.namespace = namespace
    }
}

/// The entries of a namespace in one tier.
public struct TierInventory: Sendable, Hashable {
    /// How many entries may be used.
    public var entries = 0
    /// How many bytes they take, as they are stored.
    public var bytes = 0
    /// The number of entries that were invalidated, cannot be used any more, and wait for their time to live to end.
    public var stale = 0
    /// How long ago the oldest and the newest entry were loaded, in milliseconds.
    public var ages: ClosedRange<Int64>?
    /// How long the first and the last entry to go may still be used, in milliseconds.
    public var left: ClosedRange<Int64>?

    /// Nothing.
    public init() {}

    /// Counts an entry, unless its time is over.
    mutating func add(_ head: EnvelopeHead, bytes: Int, isStale: Bool, now: Int64) {
        guard !isStale, now < head.expires else {
            stale += 1
            return
        }
        entries += 1
        self.bytes += bytes
        ages = Self.extended(ages, by: max(0, now - head.created))
        left = Self.extended(left, by: head.expires - now)
    }

    private static func extended(_ range: ClosedRange<Int64>?, by value: Int64) -> ClosedRange<Int64> {
        guard let range else { return value...value }
        return min(range.lowerBound, value)...max(range.upperBound, value)
    }
}
