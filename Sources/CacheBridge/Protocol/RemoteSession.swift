import Logging
import Metrics
import Synchronization

/// A store behind its circuit breaker, with the names of its present life.
final class RemoteSession: Sendable {
    let store: any RemoteStore
    let breaker: CircuitBreaker
    private let fingerprint: Fingerprint
    private let logger: Logger
    private let known = Mutex<StoreNames?>(nil)
    /// Why the store did not answer when it was last asked.
    private let lastFailure = Mutex<CacheError?>(nil)
    /// The incarnation at the last answer; kept when the store is to be asked again.
    private let last = Mutex<Incarnation?>(nil)
    /// Whether the data of the store can be trusted.
    let health: StoreHealth
    /// How many subscriptions of this process there are.
    let subscriptions = Atomic<Int>(0)
    /// The last time when a message reached another subscriber, in nanoseconds.
    let lastReached = Atomic<Int64>(.min)
    private let gauge: Gauge
    private let refused = Atomic<Bool>(false)
    private let changed: @Sendable (StoreChange) -> Void

    init(
        _ store: any RemoteStore,
        fingerprint: Fingerprint,
        clock: any CacheClock,
        logger: Logger,
        health: StoreHealth,
        changed: @escaping @Sendable (StoreChange) -> Void
    ) {
        self.store = store
        self.fingerprint = fingerprint
        self.logger = logger
        self.changed = changed
        self.health = health
        breaker = CircuitBreaker(clock: clock)
        gauge = Gauge(label: "migrator_cache_breaker", dimensions: [("store", store.name)])
    }

    /// Makes a call if the breaker allows it, and notes how it went.
    func call<Result>(
        _ body: (any RemoteStore) async throws(CacheError) -> Result
    ) async throws(CacheError) -> Result {
        guard breaker.admit() else {
            let reason = lastFailure.withLock { $0 }.map { " (\($0.message))" } ?? ""
            throw CacheError(.suspended, "\(store.name) does not answer\(reason); it is not asked for now")
        }
        return try await ask(body)
    }

    /// Makes a call even if the breaker is open.
    private func ask<Result>(
        _ body: (any RemoteStore) async throws(CacheError) -> Result
    ) async throws(CacheError) -> Result {
        let failures = health.failureCount
        do throws(CacheError) {
            let result = try await body(store)
            noteSuccess(failures)
            return result
        } catch {
            note(error, failures)
            throw error
        }
    }

    /// Asks for the store's identity although the breaker is open: for a caller that was refused before, which costs
    /// next to nothing to find out again.
    func askAnyway() async throws(CacheError) {
        _ = try await ask { store throws(CacheError) in try await store.identify() }
    }

    /// Makes a call with the names of the store's present life; if that has ended, once more with those of the next.
    func named<Result>(
        _ body: (any RemoteStore, StoreNames) async throws(CacheError) -> Result
    ) async throws(CacheError) -> Result {
        var attempts = 0
        while true {
            do throws(CacheError) {
                let names = try await names()
                return try await call { store throws(CacheError) in try await body(store, names) }
            } catch {
                attempts += 1
                guard error.code == .incarnationChanged, attempts < 3 else { throw error }
                forget()
            }
        }
    }

    /// The names of the store's present life; asks it if they are not known.
    func names() async throws(CacheError) -> StoreNames {
        if let names = known.withLock({ $0 }) { return names }
        return try await refresh()
    }

    /// Asks for the store's identity.
    @discardableResult
    func refresh() async throws(CacheError) -> StoreNames {
        let identity = try await call { store throws(CacheError) in
            let identity = try await store.identify()
            guard identity.isPrimary else {
                throw CacheError(.notPrimary, "\(store.name) is a replica; only a primary may be used")
            }
            return identity
        }
        let names = StoreNames(fingerprint: fingerprint, incarnation: Incarnation(identity))
        let isAnother = last.withLock { last in
            defer { last = names.incarnation }
            return last != nil && last != names.incarnation
        }
        // It may be a store that was used before, and has missed all changes since.
        if isAnother { health.doubt() }
        known.withLock { $0 = names }
        return names
    }

    /// Forgets the store's identity, so that the next call asks for it.
    func forget() {
        known.withLock { $0 = nil }
    }

    /// Whether nothing listened where the store should be, when it was last tried.
    var wasRefused: Bool { refused.load(ordering: .acquiring) }

    private func noteSuccess(_ failures: Int) {
        health.succeed(after: failures)
        guard breaker.succeed() else { return }
        gauge.record(CircuitBreaker.Phase.closed.rawValue)
        logger.notice("\(store.name) answers again")
        changed(StoreChange(store: store.name, reason: nil))
    }

    private func note(_ error: CacheError, _ failures: Int) {
        switch error.code {
        case .incarnationChanged:
            forget()
            noteSuccess(failures)
        case .outOfMemory: noteSuccess(failures)
        case _ where Task.isCancelled: breaker.abstain()
        default:
            // A connection that broke may lead somewhere else when it is opened again.
            forget()
            lastFailure.withLock { $0 = error }
            health.fail()
            refused.store(error.code == .connectionRefused, ordering: .releasing)
            guard breaker.fail(error.code) else { return }
            gauge.record(CircuitBreaker.Phase.open.rawValue)
            logger.warning("\(store.name) does not answer (\(error.code)): going on without it")
            changed(StoreChange(store: store.name, reason: error))
        }
    }
}

/// A store does not answer any more, or does again.
public struct StoreChange: Sendable {
    /// The store's configured name.
    public let store: String
    /// Why it does not answer; `nil` if it does again.
    public let reason: CacheError?
}
