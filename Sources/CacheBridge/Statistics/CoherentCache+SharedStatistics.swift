#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The counters of all processes that share the stores, for one database.
public struct SharedStatistics: Sendable {
    /// The figures, added up; memory is that of the processes which are alive.
    public var statistics = CacheStatistics()
    /// How many processes counted anything, in the last 30 days.
    public var processesSeen = 0

    /// Nothing yet.
    public init() { statistics.processes = 0 }
}

extension CoherentCache {
    /// Reads what all processes counted; what this one has not shared yet is not among it.
    ///
    /// - Throws: `CacheError`, if a store does not answer.
    public func sharedStatistics() async throws(CacheError) -> SharedStatistics {
        var shared = SharedStatistics()
        let fingerprint = configuration.fingerprint
        for session in sessions {
            let own = spaces.values.filter { $0.remote === session }.map(\.namespace.name).sorted()
            let names = (own + [StatisticsNames.processes]).map { StatisticsNames.counters($0, fingerprint) }
            let found = try await session.call { store throws(CacheError) in try await store.counters(of: names) }
            for (name, counters) in zip(own, found) {
                shared.statistics.namespaces[name] = NamespaceStatistics(counters: counters)
            }
            shared.processesSeen += found.last?["seen"] ?? 0
        }
        guard let session = sessions.first else { return shared }
        let alive = try await session.call { store throws(CacheError) in
            let alive = try await store.beat(
                StatisticsNames.alive(fingerprint),
                member: nil,
                window: StatisticsShare.window
            )
            return try await store.values(of: alive.map { StatisticsNames.gauge($0, fingerprint) }, on: nil)
        }
        // A process that has ended holds nothing in memory any more.
        for gauge in alive.compactMap({ $0 }) {
            shared.statistics.processes += 1
            guard let held = try? JSONDecoder().decode(MemoryGauge.self, from: Data(gauge)) else { continue }
            for (name, count) in held.entries {
                shared.statistics.namespaces[name]?.entries["memory", default: 0] += count
                shared.statistics.namespaces[name]?.bytes["memory", default: 0] += held.bytes[name] ?? 0
            }
            shared.statistics.memoryEntries += held.entries.values.reduce(0, +)
            shared.statistics.memoryBytes += held.bytes.values.reduce(0, +)
        }
        return shared
    }
}
