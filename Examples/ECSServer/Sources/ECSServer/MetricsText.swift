import CacheBridge
import MigratorService

/// What happened so far, as Prometheus reads it.
struct MetricsText {
    private(set) var text = ""

    /// How far the database is.
    mutating func add(_ readiness: Readiness) {
        family("migrator_ready", "gauge", "Whether requests are answered.", [([], readiness.isReady ? 1 : 0)])
        let state = Health.name(readiness.state)
        family("migrator_state", "gauge", "What is going on with the database.", [([("state", state)], 1)])
        family(
            "migrator_events_waiting",
            "gauge",
            "Events that a cache has not heard of.",
            readiness.eventsWaiting.map { ([("target", $0)], $1) }
        )
    }

    /// What the cache did.
    mutating func add(_ statistics: CacheStatistics) {
        let spaces = statistics.namespaces.sorted { $0.key < $1.key }
        func each(_ value: (NamespaceStatistics) -> Int) -> [Sample] {
            spaces.map { ([("namespace", $0.key)], value($0.value)) }
        }
        func by(_ label: String, _ values: (NamespaceStatistics) -> [String: Int]) -> [Sample] {
            spaces.flatMap { name, figures in
                values(figures).sorted { $0.key < $1.key }.map { ([("namespace", name), (label, $0.key)], $0.value) }
            }
        }
        counter("hits", "Reads that a tier answered.", by("tier", \.hits))
        counter("misses", "Reads that no tier answered.", each(\.misses))
        counter("bypassed", "Reads that passed the cache by, as it was fenced.", each(\.bypassed))
        counter("joined", "Reads that waited for the load of another.", each(\.joined))
        counter("loads", "Values that were loaded.", each(\.loads))
        counter("load_failures", "Loads that failed.", each(\.loadFailures))
        counter("invalidations", "Invalidations that arrived.", each(\.invalidations))
        counter("refused_stores", "Values that were stale before they were stored.", each(\.refusedStores))
        counter("read_bytes", "Bytes read from a store.", each(\.bytesRead))
        counter("written_bytes", "Bytes written to a store.", each(\.bytesWritten))
        counter("errors", "Calls of a store that failed.", by("code", \.errors))
        counter("faults", "Stored bytes that did not count.", by("reason", \.faults))
        family("migrator_cache_entries", "gauge", "Entries that a tier holds.", by("tier", \.entries))
        family("migrator_cache_bytes", "gauge", "Bytes that they take.", by("tier", \.bytes))
        family(
            "migrator_cache_load_nanoseconds",
            "summary",
            "How long loading took.",
            spaces.flatMap { name, figures in
                [0.5, 0.99].compactMap { part in
                    figures.loadTime.percentile(part).map {
                        ([("namespace", name), ("quantile", "\(part)")], Int($0))
                    }
                }
            }
        )
        counter("memory_evictions", "Entries that left memory for want of room.", [([], statistics.memoryEvictions)])
    }

    /// Whether the stores answer.
    mutating func add(_ stores: [StoreState]) {
        family(
            "migrator_store_up",
            "gauge",
            "Whether a store answers.",
            stores.map { ([("store", $0.name)], $0.reason == nil ? 1 : 0) }
        )
        family(
            "migrator_store_breaker_open",
            "gauge",
            "Whether the circuit breaker keeps a store from being asked.",
            stores.map { ([("store", $0.name)], $0.isSuspended ? 1 : 0) }
        )
    }

    private typealias Sample = (labels: [(String, String)], value: Int)

    private mutating func counter(_ name: String, _ help: String, _ samples: [Sample]) {
        family("migrator_cache_\(name)_total", "counter", help, samples)
    }

    private mutating func family(_ name: String, _ type: String, _ help: String, _ samples: [Sample]) {
        guard !samples.isEmpty else { return }
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
        for (labels, value) in samples {
            let shown = labels.map { "\($0)=\"\($1)\"" }.joined(separator: ",")
            text += shown.isEmpty ? "\(name) \(value)\n" : "\(name){\(shown)} \(value)\n"
        }
    }
}
