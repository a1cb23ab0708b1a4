extension NamespaceStatistics {
    /// Everything that only grows as counters by name, without those that are zero: what processes add up in a store.
    ///
    /// `hits.memory`, `misses`, and of a histogram each bucket: `latency.remote.82`.
    var counters: [String: Int] {
        var counters = [
            "misses": misses, "bypassed": bypassed, "joined": joined, "loads": loads, "load_failures": loadFailures,
            "stale_answers": staleAnswers, "early_loads": earlyLoads, "stores": stores,
            "refused_stores": refusedStores, "invalidations": invalidations, "bytes_read": bytesRead,
            "bytes_written": bytesWritten,
        ]
        for (tier, count) in hits { counters["hits.\(tier)"] = count }
        for (reason, count) in faults { counters["faults.\(reason)"] = count }
        for (code, count) in errors { counters["errors.\(code)"] = count }
        for (tier, histogram) in latency {
            for (bucket, count) in histogram.counts { counters["latency.\(tier).\(bucket)"] = count }
        }
        for (bucket, count) in loadTime.counts { counters["load_time.\(bucket)"] = count }
        return counters.filter { $0.value != 0 }
    }

    /// Reads counters; those that this version does not know are passed over.
    init(counters: [String: Int]) {
        self.init()
        func plain(_ name: String) -> Int { counters[name] ?? 0 }
        (misses, bypassed, joined) = (plain("misses"), plain("bypassed"), plain("joined"))
        (loads, loadFailures) = (plain("loads"), plain("load_failures"))
        (staleAnswers, earlyLoads) = (plain("stale_answers"), plain("early_loads"))
        (stores, refusedStores) = (plain("stores"), plain("refused_stores"))
        (invalidations, bytesRead) = (plain("invalidations"), plain("bytes_read"))
        bytesWritten = plain("bytes_written")
        for (name, count) in counters where count > 0 {
            let parts = name.split(separator: ".", maxSplits: 2).map(String.init)
            switch (parts.first, parts.count) {
            case ("hits", 2): hits[parts[1]] = count
            case ("faults", 2): faults[parts[1]] = count
            case ("errors", 2): errors[parts[1]] = count
            case ("latency", 3):
                guard let bucket = Self.bucket(parts[2]) else { continue }
                latency[parts[1], default: LatencyHistogram()].counts[bucket] = count
            case ("load_time", 2):
                guard let bucket = Self.bucket(parts[1]) else { continue }
                loadTime.counts[bucket] = count
            default: continue
            }
        }
    }

    /// The index of a bucket that exists; any other was stored by mistake.
    private static func bucket(_ text: String) -> Int? {
        Int(text).flatMap { (0...LatencyHistogram.bucket(.max)).contains($0) ? $0 : nil }
    }
}
