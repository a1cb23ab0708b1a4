import CacheBridge
import CacheSamples
import CacheTestKit
import Synchronization
import Testing

/// Where values come from: a database that counts how often it is asked.
final class Source: Sendable {
    private struct State {
        var value: String?
        var loads = 0
        var failure: (any Error)?
    }

    struct Failure: Error {}

    private let state: Mutex<State>

    init(_ value: String? = "v1") {
        state = Mutex(State(value: value))
    }

    var loads: Int { state.withLock { $0.loads } }

    func set(_ value: String?) { state.withLock { $0.value = value } }
    func fail(_ failure: (any Error)? = Failure()) { state.withLock { $0.failure = failure } }

    func load() throws -> String? {
        try state.withLock { state in
            state.loads += 1
            if let failure = state.failure { throw failure }
            return state.value
        }
    }
}

/// One process with its cache; several may share a store and a clock.
struct Process {
    static let format = RecordFormat<String>(
        shape: RecordShape("Text"),
        encode: { Array($0.utf8) },
        decode: { String(decoding: $0, as: UTF8.self) }
    )
    static let fingerprint = Fingerprint(identity: "one", place: [])

    let cache: CoherentCache
    let clock: ManualClock

    init(
        _ store: InProcessStore? = nil,
        clock: ManualClock = ManualClock(),
        _ change: (inout CacheConfiguration) -> Void = { _ in }
    ) {
        var configuration = CacheConfiguration(
            fingerprint: Self.fingerprint,
            namespaces: Namespace.all,
            channel: .sample
        )
        configuration.remote = store
        configuration.clock = clock
        configuration.random = { 1 }
        change(&configuration)
        cache = CoherentCache(configuration)
        self.clock = clock
    }

    func key(_ name: String = "k", in namespace: Namespace = .namingSpirits, entity: String? = nil) -> CacheKey {
        Self.format.key(name, in: namespace, entity: entity)
    }

    func read(
        _ source: Source,
        _ name: String = "k",
        in namespace: Namespace = .namingSpirits,
        entity: String? = nil
    ) async throws -> String? {
        try await cache.value(for: key(name, in: namespace, entity: entity), as: Self.format) { try source.load() }
    }

    func event(_ namespaces: [Namespace], id: Int64 = 1, kind: InvalidationEvent.Kind = .data) -> InvalidationEvent {
        InvalidationEvent(
            id: id,
            uuid: "event-\(id)",
            database: Self.fingerprint.text,
            revision: "9f94d908afb9",
            direction: .upgrade,
            kind: kind,
            tables: [],
            namespaces: namespaces.map(\.name),
            at: "2026-01-01T00:00:00Z"
        )
    }

    func figures(_ namespace: Namespace = .namingSpirits) -> NamespaceStatistics {
        cache.statistics.namespaces[namespace.name] ?? NamespaceStatistics()
    }
}
