import ArgumentParser
import CacheBridge

/// The verb `cache list`.
struct CacheListCommand: Verb {
    static let name = "cache list"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "List what lies in the caches, by namespace.",
            discussion: """
                Counts the entries of this database in Redis and on disk, with their bytes, how long ago they were \
                loaded and how long they may still be used. Stale ones were invalidated: nobody can reach them, and they \
                go with their time. Redis is walked through by SCAN, which takes a while where it is large.
                """,
            examples: [
                ("", "all namespaces"), ("agent_data", "one of them"), ("--format json", "the same for programs"),
            ]
        )
    }

    @OptionGroup var arguments: NamespaceArguments
    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        try await session.withCaches { open in
            let names = try arguments.chosen(from: open.namespaces)
            var stores = await StoreReport(open.cache)
            var found: [NamespaceInventory] = []
            for name in names {
                found.append(try await stores.inventory(of: name, in: open.cache, session.console))
            }
            show(found, stores, open.fingerprint, session.console)
            return .done
        }
    }

    private func show(
        _ found: [NamespaceInventory],
        _ stores: StoreReport,
        _ fingerprint: String,
        _ console: Console
    ) {
        console.answer(
            JSON.object([
                "database": .string(fingerprint),
                "redis": .string(stores.state),
                "namespaces": .array(found.map { json($0) }),
            ])
        )
        let heading = ["NAMESPACE", "TIER", "ENTRIES", "BYTES", "STALE", "AGE", "LEFT", "TTL"]
        let rows = found.flatMap { inventory in
            TierName.sorted(inventory.tiers.keys).map { tier in
                row(inventory.namespace, tier, inventory.tiers[tier] ?? TierInventory())
            }
        }
        guard !rows.isEmpty else {
            return console.status("there is nothing to list: neither Redis nor a disk tier is there")
        }
        console.answer(TextTable.draw(heading, rows))
    }

    private func row(_ namespace: Namespace, _ tier: String, _ held: TierInventory) -> [String] {
        [
            namespace.name, TierName.shown(tier), "\(held.entries)", Shown.bytes(held.bytes), "\(held.stale)",
            Self.span(held.ages), Self.span(held.left), Shown.age(Int64(namespace.timeToLive.milliseconds)),
        ]
    }

    private static func span(_ range: ClosedRange<Int64>?) -> String {
        guard let range else { return "-" }
        let (low, high) = (Shown.age(range.lowerBound), Shown.age(range.upperBound))
        return low == high ? low : "\(low) - \(high)"
    }

    private func json(_ inventory: NamespaceInventory) -> JSON {
        .object([
            "namespace": .string(inventory.namespace.name),
            "ttl_ms": .number(inventory.namespace.timeToLive.milliseconds),
            "tiers": .array(
                TierName.sorted(inventory.tiers.keys).map { tier in
                    let held = inventory.tiers[tier] ?? TierInventory()
                    return .object([
                        "tier": .string(TierName.shown(tier)),
                        "entries": .number(held.entries),
                        "bytes": .number(held.bytes),
                        "stale": .number(held.stale),
                        "youngest_ms": held.ages.map { .number(Int($0.lowerBound)) },
                        "oldest_ms": held.ages.map { .number(Int($0.upperBound)) },
                        "left_min_ms": held.left.map { .number(Int($0.lowerBound)) },
                        "left_max_ms": held.left.map { .number(Int($0.upperBound)) },
                    ])
                }
            ),
        ])
    }
}
