/// The counters of a cache; those of several processes can be added.
public struct CacheStatistics: Sendable, Hashable, Codable {
    /// The counters by namespace.
    public var namespaces: [String: NamespaceStatistics] = [:]
    /// How many entries are in memory.
    public var memoryEntries = 0
    /// How many bytes they take.
    public var memoryBytes = 0
    /// How many left for want of room.
    public var memoryEvictions = 0
    /// How many processes these are the figures of.
    public var processes = 1

    /// Nothing yet.
    public init() {}

    /// Adds the figures of another process.
    public mutating func merge(_ other: CacheStatistics) {
        for (name, figures) in other.namespaces { namespaces[name, default: NamespaceStatistics()].merge(figures) }
        memoryEntries += other.memoryEntries
        memoryBytes += other.memoryBytes
        memoryEvictions += other.memoryEvictions
        processes += other.processes
    }
}

/// The counters of a cache for one namespace.
public struct NamespaceStatistics: Sendable, Hashable, Codable {
    /// Reads that were answered, by tier: `memory`, `remote`, `disk`.
    public var hits: [String: Int] = [:]
    /// Reads that no tier answered.
    public var misses = 0
    /// Reads that passed the cache by because a run had fenced it.
    public var bypassed = 0
    /// Reads that waited for the load of another.
    public var joined = 0
    /// How often a value was loaded.
    public var loads = 0
    /// How often loading failed.
    public var loadFailures = 0
    /// How often a value past its time stood in for a failed load.
    public var staleAnswers = 0
    /// How often a value was loaded before its time was up.
    public var earlyLoads = 0
    /// Values that were stored.
    public var stores = 0
    /// Values that were not stored because something was invalidated while they were loaded.
    public var refusedStores = 0
    /// Invalidations that arrived.
    public var invalidations = 0
    /// Bytes read from a store or a disk.
    public var bytesRead = 0
    /// Bytes written there.
    public var bytesWritten = 0
    /// Stored bytes that did not count, by reason.
    public var faults: [String: Int] = [:]
    /// Calls that failed, by code.
    public var errors: [String: Int] = [:]
    /// How many entries each tier holds, as far as is known.
    public var entries: [String: Int] = [:]
    /// How many bytes they take there.
    public var bytes: [String: Int] = [:]
    /// How long answers took, by tier; of the memory's one in 64 is timed.
    public var latency: [String: LatencyHistogram] = [:]
    /// How long loading took.
    public var loadTime = LatencyHistogram()

    /// Nothing yet.
    public init() {}

    /// The part of all reads that were answered without loading; `nil` if there were none.
    public var hitRatio: Double? {
        let found = hits.values.reduce(0, +)
        let all = found + misses + bypassed
        return all == 0 ? nil : Double(found) / Double(all)
    }

    /// How long answers took, over all tiers.
    ///
    /// Answers from memory are counted as often as they happened, though only few of them are timed.
    public var answerTime: LatencyHistogram {
        var sum = LatencyHistogram()
        for (tier, histogram) in latency {
            let timed = histogram.count
            let happened = hits[tier] ?? timed
            sum.merge(timed == 0 ? histogram : histogram.scaled(by: Double(happened) / Double(timed)))
        }
        return sum
    }

    /// Adds the figures of another process.
    public mutating func merge(_ other: NamespaceStatistics) {
        hits.merge(other.hits, uniquingKeysWith: +)
        misses += other.misses
        bypassed += other.bypassed
        joined += other.joined
        loads += other.loads
        loadFailures += other.loadFailures
        staleAnswers += other.staleAnswers
        earlyLoads += other.earlyLoads
        stores += other.stores
        refusedStores += other.refusedStores
        invalidations += other.invalidations
        bytesRead += other.bytesRead
        bytesWritten += other.bytesWritten
        faults.merge(other.faults, uniquingKeysWith: +)
        errors.merge(other.errors, uniquingKeysWith: +)
        entries.merge(other.entries, uniquingKeysWith: +)
        bytes.merge(other.bytes, uniquingKeysWith: +)
        latency.merge(other.latency) { mine, theirs in
            var sum = mine
            sum.merge(theirs)
            return sum
        }
        loadTime.merge(other.loadTime)
    }
}
