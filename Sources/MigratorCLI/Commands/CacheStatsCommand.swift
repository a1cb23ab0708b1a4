import ArgumentParser
import CacheBridge

/// The verb `cache stats`.
struct CacheStatsCommand: Verb {
    static let name = "cache stats"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Show what the caches of all processes did.",
            discussion: """
                Each process with a cache adds what it counted to Redis, every 10 seconds and at its end: hits, misses, \
                response times, bytes, errors. Memory is that of the processes which are alive; what lies in Redis and \
                on disk is counted now.
                """,
            examples: [
                ("", "all namespaces"), ("naming_spirits agent_data", "two of them"),
                ("--format json", "the same for programs"),
            ]
        )
    }

    @OptionGroup var arguments: NamespaceArguments
    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        try await session.withCaches { open in
            let names = try arguments.chosen(from: open.namespaces)
            var stores = await StoreReport(open.cache)
            let console = session.console
            let shared = try await stores.ask(console) { try await open.cache.sharedStatistics() } ?? SharedStatistics()
            var rows: [NamespaceFigures] = []
            for name in names {
                var figures = shared.statistics.namespaces[name] ?? NamespaceStatistics()
                let inventory = try await stores.inventory(of: name, in: open.cache, console)
                for (tier, held) in inventory.tiers {
                    (figures.entries[tier], figures.bytes[tier]) = (held.entries, held.bytes)
                }
                rows.append(NamespaceFigures(name: name, figures: figures))
            }
            show(rows, shared, stores, open.fingerprint, console)
            return .done
        }
    }

    private func show(
        _ rows: [NamespaceFigures],
        _ shared: SharedStatistics,
        _ stores: StoreReport,
        _ fingerprint: String,
        _ console: Console
    ) {
        console.answer(
            JSON.object([
                "database": .string(fingerprint),
                "redis": .string(stores.state),
                "stores": stores.json,
                "processes": .number(shared.statistics.processes),
                "processes_seen": .number(shared.processesSeen),
                "namespaces": .array(rows.map(\.json)),
            ])
        )
        let heading = ["NAMESPACE", "HIT RATE", "READS", "P50", "P99", "ENTRIES", "BYTES", "ERRORS"]
        var lines: [[String]] = []
        for row in rows {
            lines.append(row.cells)
            if console.isVerbose { lines += row.tierCells }
        }
        console.answer(TextTable.draw(heading, lines))
        if stores.stores.isEmpty { console.note("Redis is off: what other processes counted is not known") }
        let alive = "\(counted(shared.statistics.processes, "process", "processes")) alive"
        if stores.answers { console.status("\(alive), \(shared.processesSeen) seen in 30 days") }
    }
}

/// The counters of a namespace, as they are shown.
struct NamespaceFigures {
    let name: String
    let figures: NamespaceStatistics

    private var reads: Int { figures.hits.values.reduce(0, +) + figures.misses + figures.bypassed }
    private var entries: Int { figures.entries.values.reduce(0, +) }
    private var bytes: Int { figures.bytes.values.reduce(0, +) }
    private var errors: Int { figures.errors.values.reduce(0, +) + figures.faults.values.reduce(0, +) }
    private var tiers: [String] {
        TierName.sorted(Set(figures.hits.keys).union(figures.entries.keys).union(figures.latency.keys))
    }

    /// A line of the table.
    var cells: [String] {
        let time = figures.answerTime
        return [
            name, Shown.percent(figures.hitRatio), "\(reads)", Self.time(time, 0.5), Self.time(time, 0.99),
            "\(entries)", Shown.bytes(bytes), "\(errors)",
        ]
    }

    /// A line for each tier.
    var tierCells: [[String]] {
        tiers.map { tier in
            let time = figures.latency[tier] ?? LatencyHistogram()
            return [
                "  \(TierName.shown(tier))", "", "\(figures.hits[tier] ?? 0)", Self.time(time, 0.5),
                Self.time(time, 0.99),
                "\(figures.entries[tier] ?? 0)", Shown.bytes(figures.bytes[tier] ?? 0), "",
            ]
        }
    }

    /// All that was counted.
    var json: JSON {
        let ratio: JSON = figures.hitRatio.map { JSON.ratio($0) } ?? JSON.null
        var members = [
            JSON.Member(key: "namespace", value: .string(name)), JSON.Member(key: "hit_rate", value: ratio),
            JSON.Member(key: "hits", value: Self.counts(figures.hits)),
        ]
        let plain: KeyValuePairs<String, Int> = [
            "misses": figures.misses, "bypassed": figures.bypassed, "joined": figures.joined, "loads": figures.loads,
            "load_failures": figures.loadFailures, "entries": entries, "bytes": bytes,
            "bytes_read": figures.bytesRead, "bytes_written": figures.bytesWritten, "stores": figures.stores,
            "refused_stores": figures.refusedStores, "invalidations": figures.invalidations,
        ]
        for (key, count) in plain { members.append(JSON.Member(key: key, value: .number(count))) }
        members += Self.percentiles(figures.answerTime)
        members += Self.percentiles(figures.loadTime, "load_")
        members.append(JSON.Member(key: "errors", value: Self.counts(figures.errors)))
        members.append(JSON.Member(key: "faults", value: Self.counts(figures.faults)))
        members.append(JSON.Member(key: "tiers", value: .array(tiers.map(tierJSON))))
        return .object(members)
    }

    private func tierJSON(_ tier: String) -> JSON {
        var members = [JSON.Member(key: "tier", value: .string(TierName.shown(tier)))]
        let plain: KeyValuePairs<String, Int> = [
            "hits": figures.hits[tier] ?? 0, "entries": figures.entries[tier] ?? 0, "bytes": figures.bytes[tier] ?? 0,
        ]
        for (key, count) in plain { members.append(JSON.Member(key: key, value: .number(count))) }
        return .object(members + Self.percentiles(figures.latency[tier] ?? LatencyHistogram()))
    }

    private static func percentiles(_ histogram: LatencyHistogram, _ prefix: String = "") -> [JSON.Member] {
        [("p50_ns", 0.5), ("p99_ns", 0.99)].map { name, part in
            let value: JSON = histogram.percentile(part).map { JSON.number(Int($0)) } ?? JSON.null
            return JSON.Member(key: prefix + name, value: value)
        }
    }

    private static func time(_ histogram: LatencyHistogram, _ part: Double) -> String {
        histogram.percentile(part).map { Shown.time($0) } ?? "-"
    }

    private static func counts(_ counts: [String: Int]) -> JSON {
        .object(
            counts.sorted { $0.key < $1.key }.map { JSON.Member(key: TierName.shown($0.key), value: .number($0.value)) }
        )
    }
}
