#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import Synchronization

/// The counters of this process that the store has already.
final class StatisticsShare: Sendable {
    private struct State {
        var sent: [String: [String: Int]] = [:]
        var wasSeen = false
        var isShown = false
    }

    /// After so many rounds of half a second the growth is shared: 10 s.
    static let rounds = 20
    /// For how long a process counts as alive that was not heard of.
    static let window: Duration = .seconds(35)
    /// How long the store keeps counters that do not grow any more.
    static let lifetime: Duration = .seconds(30 * 86_400)

    /// The name of this process.
    let process = Token().description
    private let state = Mutex(State())

    /// Takes the growth since the last time; it counts as sent.
    func take(_ figures: [String: [String: Int]]) -> (growth: [String: [String: Int]], isFirst: Bool) {
        state.withLock { state in
            var growth: [String: [String: Int]] = [:]
            for (name, counters) in figures {
                let sent = state.sent[name] ?? [:]
                let grown = counters.map { ($0, $1 - (sent[$0] ?? 0)) }.filter { $0.1 != 0 }
                if !grown.isEmpty { growth[name] = Dictionary(uniqueKeysWithValues: grown) }
            }
            defer {
                state.sent.merge(figures) { _, new in new }
                if !growth.isEmpty { state.wasSeen = true }
            }
            return (growth, !state.wasSeen)
        }
    }

    /// Notes whether what this process holds is shown in the store now; says whether it was.
    func noteShown(_ isShown: Bool) -> Bool {
        state.withLock { state in
            defer { state.isShown = isShown }
            return state.isShown
        }
    }

    /// Puts back what surely was not counted.
    func giveBack(_ growth: [String: [String: Int]], wasFirst: Bool) {
        state.withLock { state in
            for (name, counters) in growth {
                state.sent[name]?.merge(counters) { $0 - $1 }
            }
            if wasFirst { state.wasSeen = false }
        }
    }
}

/// The entries that one process holds in memory now, by namespace.
struct MemoryGauge: Codable {
    var entries: [String: Int] = [:]
    var bytes: [String: Int] = [:]
}

/// The names of figures in a store: under the namespace's name and the database's, in all incarnations of the store.
enum StatisticsNames {
    static let processes = "processes"

    static func counters(_ namespace: String, _ fingerprint: Fingerprint) -> String {
        "\(namespace):{\(fingerprint).\(namespace)}:counters"
    }

    /// The sorted set of the processes that are alive.
    static func alive(_ fingerprint: Fingerprint) -> String { "\(processes):{\(fingerprint).\(processes)}:alive" }

    /// The name under which a process writes what it holds in memory.
    static func gauge(_ process: String, _ fingerprint: Fingerprint) -> String {
        "\(processes):{\(fingerprint).\(processes)}:memory:\(process)"
    }
}

extension CoherentCache {
    /// Adds what was counted since the last time to what all processes counted, if anything was: one pipeline a store.
    ///
    /// ``run()`` does so every 10 s, and ``shutdown()`` at the end. What cannot be told from having been counted is not
    /// sent again: a figure may be lost, and is never counted twice.
    public func shareStatistics() async {
        await shareStatistics(isLast: false)
    }

    func shareStatistics(isLast: Bool) async {
        let figures = statistics
        for session in sessions {
            let own = spaces.values.filter { $0.remote === session }.map(\.namespace.name)
            let counters = Dictionary(
                uniqueKeysWithValues: own.map { ($0, figures.namespaces[$0]?.counters ?? [:]) }
            )
            let (growth, isFirst) = share.take(counters)
            let isMain = session === sessions.first
            guard !growth.isEmpty || isMain && !isFirst else { continue }
            do throws(CacheError) {
                try await send(growth, isFirst: isFirst, over: session)
            } catch {
                let wasRefused = [.connectionRefused, .unreachable, .suspended].contains(error.code)
                if wasRefused { share.giveBack(growth, wasFirst: isFirst) }
                continue
            }
            if isMain { try? await show(figures, isLast: isLast, over: session) }
        }
    }

    private func send(
        _ growth: [String: [String: Int]],
        isFirst: Bool,
        over session: RemoteSession
    ) async throws(CacheError) {
        guard !growth.isEmpty else { return }
        let fingerprint = configuration.fingerprint
        var all = growth.map { name, counters in
            CounterGrowth(name: StatisticsNames.counters(name, fingerprint), counters: counters)
        }
        if isFirst {
            let name = StatisticsNames.counters(StatisticsNames.processes, fingerprint)
            all.append(CounterGrowth(name: name, counters: ["seen": 1]))
        }
        let pipeline = all
        try await session.call { store throws(CacheError) in
            try await store.count(pipeline, lifetime: StatisticsShare.lifetime)
        }
    }

    /// Shows that this process is alive, and what it holds in memory; or that it ends.
    private func show(_ figures: CacheStatistics, isLast: Bool, over session: RemoteSession) async throws(CacheError) {
        let fingerprint = configuration.fingerprint
        let gauge = StatisticsNames.gauge(share.process, fingerprint)
        let wasShown = share.noteShown(!isLast)
        guard !isLast else {
            guard wasShown else { return }
            return try await session.call { store throws(CacheError) in try await store.remove([gauge]) }
        }
        let held = figures.namespaces.compactMapValues { $0.entries["memory"] }
        let bytes = figures.namespaces.compactMapValues { $0.bytes["memory"] }
        guard let json = try? JSONEncoder().encode(MemoryGauge(entries: held, bytes: bytes)) else { return }
        try await session.call { store throws(CacheError) in
            try await store.storeContent([(gauge, Array(json))], lifetime: StatisticsShare.window)
            _ = try await store.beat(
                StatisticsNames.alive(fingerprint),
                member: self.share.process,
                window: StatisticsShare.window
            )
        }
    }
}
