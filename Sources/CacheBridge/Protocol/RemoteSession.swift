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
    /// Who it was when it was last asked, also if that is to be asked again.
    private let last = Mutex<Incarnation?>(nil)
    /// Whether what it holds may be believed.
    let standing: StoreStanding
    /// How many subscriptions of this process there are.
    let subscriptions = Atomic<Int>(0)
    /// When a message last reached somebody else, in nanoseconds.
    let lastReached = Atomic<Int64>(.min)
    private let gauge: Gauge
    private let refused = Atomic<Bool>(false)
    private let changed: @Sendable (StoreChange) -> Void

    init(
        _ store: any RemoteStore,
        fingerprint: Fingerprint,
        clock: any CacheClock,
        logger: Logger,
        standing: StoreStanding,
        changed: @escaping @Sendable (StoreChange) -> Void
    ) {
        self.store = store
        self.fingerprint = fingerprint
        self.logger = logger
        self.changed = changed
        self.standing = standing
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

    /// Makes a call whatever the breaker says.
    private func ask<Result>(
        _ body: (any RemoteStore) async throws(CacheError) -> Result
    ) async throws(CacheError) -> Result {
        let failures = standing.failureCount
        do throws(CacheError) {
            let result = try await body(store)
            noteSuccess(failures)
            return result
        } catch {
            note(error, failures)
            throw error
        }
    }

    /// Asks who the store is although the breaker is open: for who has found nobody there, and pays next to nothing to
    /// be told so again.
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
        let isAnother = last.withLock { last in
            defer { last = names.incarnation }
            return last != nil && last != names.incarnation
        }
        // It may be one that was there before, and has heard of nothing since.
        if isAnother { standing.doubt() }
        known.withLock { $0 = names }
        return names
    }

    /// Forgets who the store was.
    func forget() {
        known.withLock { $0 = nil }
    }

    /// Whether nothing listened where the store should be, when it was last tried.
    var wasRefused: Bool { refused.load(ordering: .acquiring) }

    private func noteSuccess(_ failures: Int) {
        standing.succeed(after: failures)
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
            standing.fail()
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
