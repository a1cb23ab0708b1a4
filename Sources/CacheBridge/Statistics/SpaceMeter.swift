import Metrics
import Synchronization

/// Counts what happens in one namespace, for ``CacheStatistics`` and for swift-metrics.
///
/// A hit in memory costs one atomic addition; what swift-metrics is told of it is passed on with the next event that
/// takes longer anyway.
final class SpaceMeter: Sendable {
    /// The tier of an answer that was not in memory.
    enum Tier: String, Sendable {
        case remote, disk
    }

    private let namespace: String
    private let memoryHits = Atomic<Int>(0)
    private let reported = Atomic<Int>(0)
    private let figures = Mutex(NamespaceStatistics())
    private let remote: TierMeter
    private let disk: TierMeter
    private let memoryCounter: Counter
    private let missCounter: Counter
    private let bypassCounter: Counter
    private let loadCounter: Counter
    private let failureCounter: Counter
    private let invalidationCounter: Counter
    private let readCounter: Counter
    private let writtenCounter: Counter
    private let loadTimer: Metrics.Timer

    init(_ namespace: String) {
        func counter(_ name: String, _ tier: String? = nil) -> Counter {
            let dimensions = [("namespace", namespace)] + (tier.map { [("tier", $0)] } ?? [])
            return Counter(label: "migrator_cache_\(name)", dimensions: dimensions)
        }
        self.namespace = namespace
        func meter(_ tier: Tier) -> TierMeter { TierMeter(tier.rawValue, counter("hits", tier.rawValue)) }
        remote = meter(.remote)
        disk = meter(.disk)
        memoryCounter = counter("hits", "memory")
        missCounter = counter("misses")
        bypassCounter = counter("bypassed")
        loadCounter = counter("loads")
        failureCounter = counter("load_failures")
        invalidationCounter = counter("invalidations")
        readCounter = counter("bytes_read")
        writtenCounter = counter("bytes_written")
        loadTimer = Metrics.Timer(label: "migrator_cache_load_time", dimensions: [("namespace", namespace)])
    }

    /// Counts a hit in memory; says whether this one should be timed.
    func memoryHit() -> Bool {
        memoryHits.add(1, ordering: .relaxed).newValue & 63 == 0
    }

    func memoryLatency(_ nanoseconds: Int64) {
        figures.withLock { $0.latency["memory", default: LatencyHistogram()].record(nanoseconds) }
    }

    func hit(_ tier: Tier, bytes: Int, nanoseconds: Int64) {
        switch tier {
        case .remote: remote.hit(bytes: bytes, nanoseconds: nanoseconds)
        case .disk: disk.hit(bytes: bytes, nanoseconds: nanoseconds)
        }
        readCounter.increment(by: bytes)
        report()
    }

    func miss() {
        figures.withLock { $0.misses += 1 }
        missCounter.increment()
        report()
    }

    func bypass() {
        figures.withLock { $0.bypassed += 1 }
        bypassCounter.increment()
    }

    func load(nanoseconds: Int64) {
        figures.withLock { figures in
            figures.loads += 1
            figures.loadTime.record(nanoseconds)
        }
        loadCounter.increment()
        loadTimer.recordNanoseconds(nanoseconds)
    }

    func loadFailure() {
        figures.withLock { $0.loadFailures += 1 }
        failureCounter.increment()
    }

    func store(bytes: Int, stored: Bool) {
        figures.withLock { figures in
            if stored {
                figures.stores += 1
                figures.bytesWritten += bytes
            } else {
                figures.refusedStores += 1
            }
        }
        if stored { writtenCounter.increment(by: bytes) }
    }

    func invalidation() {
        figures.withLock { $0.invalidations += 1 }
        invalidationCounter.increment()
    }

    func fault(_ fault: EnvelopeFault) {
        figures.withLock { $0.faults[fault.rawValue, default: 0] += 1 }
        let dimensions = [("namespace", namespace), ("reason", fault.rawValue)]
        Counter(label: "migrator_cache_faults", dimensions: dimensions).increment()
    }

    func error(_ code: CacheError.Code) {
        figures.withLock { $0.errors[code.description, default: 0] += 1 }
        let dimensions = [("namespace", namespace), ("code", code.description)]
        Counter(label: "migrator_cache_errors", dimensions: dimensions).increment()
    }

    /// Counts something that swift-metrics is not told of.
    func count(_ change: (inout NamespaceStatistics) -> Void) {
        figures.withLock { change(&$0) }
    }

    /// The figures so far.
    var statistics: NamespaceStatistics {
        report()
        let hits = memoryHits.load(ordering: .relaxed)
        var all = figures.withLock { $0 }
        if hits > 0 { all.hits["memory"] = hits }
        remote.add(to: &all)
        disk.add(to: &all)
        return all
    }

    /// Tells swift-metrics of the hits in memory that it does not know of yet.
    private func report() {
        let now = memoryHits.load(ordering: .relaxed)
        let before = reported.exchange(now, ordering: .relaxed)
        if now > before { memoryCounter.increment(by: now - before) }
    }
}
