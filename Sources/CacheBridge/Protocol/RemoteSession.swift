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
    /// How many subscriptions of this process there are.
    let subscriptions = Atomic<Int>(0)
    /// When a message last reached somebody else, in nanoseconds.
    let lastReached = Atomic<Int64>(.min)
    private let gauge: Gauge
    /// Called when the store answers again after it did not.
    private let recovered: @Sendable () -> Void
    private let changed: @Sendable (StoreChange) -> Void

    init(
        _ store: any RemoteStore,
        fingerprint: Fingerprint,
        clock: any CacheClock,
        logger: Logger,
        changed: @escaping @Sendable (StoreChange) -> Void,
        recovered: @escaping @Sendable () -> Void
    ) {
        self.store = store
        self.fingerprint = fingerprint
        self.logger = logger
        self.changed = changed
        self.recovered = recovered
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
        do throws(CacheError) {
            let result = try await body(store)
            noteSuccess()
            return result
        } catch {
            note(error)
            throw error
        }
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

    /// Asks the store who it is.
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
        known.withLock { $0 = names }
        return names
    }

    /// Forgets who the store was.
    func forget() {
        known.withLock { $0 = nil }
    }

    private func noteSuccess() {
        guard breaker.succeed() else { return }
        gauge.record(CircuitBreaker.Phase.closed.rawValue)
        logger.notice("\(store.name) answers again")
        changed(StoreChange(store: store.name, reason: nil))
        recovered()
    }

    private func note(_ error: CacheError) {
        switch error.code {
        case .incarnationChanged:
            forget()
            noteSuccess()
        case .outOfMemory: noteSuccess()
        case _ where Task.isCancelled: breaker.abstain()
        default:
            // A connection that broke may lead somewhere else when it is opened again.
            forget()
            lastFailure.withLock { $0 = error }
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
