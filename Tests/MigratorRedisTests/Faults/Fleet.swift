import CacheBridge
import CacheSamples
import Foundation
import MigratorRedis
import MigratorTestSupport
import Synchronization

/// Processes that read and write a number through caches over one address, and what they saw.
///
/// A read that begins when the invalidation of version n is complete must not give less than n, and never more than was
/// committed. Nothing else is asked of a cache.
final class Fleet: Sendable {
    struct History: Sendable {
        /// What the database holds.
        var committed = 0
        /// Up to which version every invalidation is complete.
        var complete = 0
        var reads = 0
        var writes = 0
        var wrong: [String] = []
        /// The longest that a read took, its own load aside.
        var longest = Duration.zero
        var nemesis = ""
        var longestDuring = ""
    }

    private static let format = RecordFormat<Int>(
        shape: RecordShape("Number"),
        encode: { Array(String($0).utf8) },
        decode: { Int(String(decoding: $0, as: UTF8.self)) ?? -1 }
    )
    private static let namespaces: [Namespace] = [.namingSpirits, .agentTemplates]

    let history = Mutex(History())
    private let caches: [CoherentCache]
    private let delivers: Bool
    private let fingerprint = Fingerprint(identity: UUID().uuidString, place: [])

    /// Creates caches; without deliveries they must be found wrong.
    init(_ count: Int, _ configuration: RedisStoreConfiguration, delivers: Bool = true) {
        self.delivers = delivers
        var settings = CacheSettings()
        settings.lease = .milliseconds(300)
        var configuration = configuration
        configuration.maxConnections = 20
        configuration.connectTimeout = settings.connectTimeout
        configuration.commandTimeout = settings.commandTimeout
        configuration.identityAge = settings.lease
        let fingerprint = fingerprint
        caches = (0..<count).map { index in
            var cache = CacheConfiguration(
                settings: settings,
                fingerprint: fingerprint,
                namespaces: Namespace.samples,
                channel: .sample
            )
            cache.remote = RedisStore(configuration, name: "redis-\(index)")
            return CoherentCache(cache)
        }
    }

    /// Answers by a tier other than the database, of all processes.
    var remoteHits: Int {
        caches.reduce(0) { sum, cache in
            sum + cache.statistics.namespaces.values.reduce(0) { $0 + ($1.hits["remote"] ?? 0) }
        }
    }

    /// Runs readers and writers until the body has ended.
    func run(readers: Int, writers: Int, seed: UInt64, _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for cache in caches { group.addTask { await cache.run() } }
            for index in 0..<readers { group.addTask { await self.read(seed &+ UInt64(index)) } }
            for index in 0..<writers { group.addTask { await self.write(seed &- UInt64(index) &- 1) } }
            defer { group.cancelAll() }
            try await body()
        }
    }

    // MARK: Readers

    private func read(_ seed: UInt64) async {
        var random = SeededRandom(seed)
        while !Task.isCancelled {
            let cache = caches[Int.random(in: caches.indices, using: &random)]
            let namespace = Self.namespaces[Int.random(in: 0..<2, using: &random)]
            let key = Self.format.key("number-\(Int.random(in: 0..<4, using: &random))", in: namespace)
            let pause = Int.random(in: 0..<8, using: &random)
            let floor = history.withLock { $0.complete }
            let start = ContinuousClock.now
            var loading = Duration.zero
            let value: Int?
            do {
                value = try await cache.value(for: key, as: Self.format) {
                    let began = ContinuousClock.now
                    let snapshot = self.history.withLock { $0.committed }
                    // Between its snapshot and its store: where a reader is dangerous.
                    try await Task.sleep(for: .milliseconds(pause))
                    loading = began.duration(to: .now)
                    return snapshot
                }
            } catch {
                continue
            }
            note(value, floor: floor, took: start.duration(to: .now) - loading)
            try? await Task.sleep(for: .milliseconds(Int.random(in: 0..<6, using: &random)))
        }
    }

    private func note(_ value: Int?, floor: Int, took: Duration) {
        history.withLock { history in
            history.reads += 1
            if took > history.longest {
                history.longest = took
                history.longestDuring = history.nemesis
            }
            guard let value, value >= floor, value <= history.committed else {
                history.wrong.append("\(value ?? -1) although \(floor) was complete, during \(history.nemesis)")
                return
            }
        }
    }

    // MARK: Writers

    private func write(_ seed: UInt64) async {
        var random = SeededRandom(seed)
        while !Task.isCancelled {
            let cache = caches[Int.random(in: caches.indices, using: &random)]
            let run = UUID().uuidString
            let fence = try? await cache.fence(Self.namespaces, run: run, lifetime: .seconds(20))
            try? await Task.sleep(for: .milliseconds(Int.random(in: 0..<5, using: &random)))
            if let fence, random.chance(20) {
                try? await cache.lift(fence)
                continue
            }
            let version = history.withLock { history in
                history.committed += 1
                return history.committed
            }
            // A writer that cannot reach the store tries again, as whoever drains the outbox does.
            while !Task.isCancelled {
                do {
                    if delivers { try await cache.deliver(event(version), run: run) }
                    if !delivers, let fence { try await cache.lift(fence) }
                    try await cache.awaitCompletion()
                    history.withLock { history in
                        history.complete = max(history.complete, version)
                        history.writes += 1
                    }
                    break
                } catch {
                    try? await Task.sleep(for: .milliseconds(30))
                }
            }
            try? await Task.sleep(for: .milliseconds(Int.random(in: 0..<60, using: &random)))
        }
    }

    private func event(_ version: Int) -> InvalidationEvent {
        InvalidationEvent(
            id: Int64(version),
            uuid: UUID().uuidString,
            database: fingerprint.text,
            revision: "9f94d908afb9",
            direction: .upgrade,
            kind: .data,
            tables: [],
            namespaces: Self.namespaces.map(\.name),
            at: "2026-01-01T00:00:00Z"
        )
    }
}
