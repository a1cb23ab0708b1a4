public import CacheBridge
import MigratorSystem
import Synchronization

/// A store in this process that does exactly what Redis does for the protocol; it stands in where there is no Redis,
/// and tests break it on purpose.
///
/// It is bounded by bytes as Redis is without eviction: a write beyond the bound fails with `.outOfMemory`.
public final class InProcessStore: RemoteStore {
    struct Item {
        var value: [UInt8]
        var expires: Int64?
    }

    struct State {
        var items: [String: Item] = [:]
        var beats: [String: [String: Int64]] = [:]
        var streams: [String: [[UInt8]]] = [:]
        var counters: [String: [String: Int]] = [:]
        var subscriptions: [ObjectIdentifier: InProcessSubscription] = [:]
        var identity: RemoteIdentity
        var began: Int64
        var failure: CacheError?
        var refusesSubscriptions = false
        var calls = 0
        var bytes = 0
    }

    /// The configured name of this deployment.
    public let name: String
    let clock: any CacheClock
    let limit: Int
    let state: Mutex<State>

    /// Creates an empty store of so many bytes.
    public init(name: String = "in-process", limit: Int = 64 << 20, clock: any CacheClock = SystemClock()) {
        self.name = name
        self.limit = limit
        self.clock = clock
        state = Mutex(State(identity: Self.newIdentity(), began: clock.wall))
    }

    static func newIdentity(isPrimary: Bool = true) -> RemoteIdentity {
        RemoteIdentity(isPrimary: isPrimary, runID: Token().description, replicationID: Token().description)
    }

    /// Runs a call, or fails as it was told to.
    func call<Result>(_ body: (inout State) throws(CacheError) -> sending Result) throws(CacheError) -> Result {
        let result: Swift.Result<Result, CacheError> = state.withLock { state in
            state.calls += 1
            if let failure = state.failure { return .failure(failure) }
            do throws(CacheError) {
                return .success(try body(&state))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Runs a script: only on the identity that its names were made for.
    func script<Result>(
        on identity: RemoteIdentity?,
        _ body: (inout State) throws(CacheError) -> sending Result
    ) throws(CacheError) -> Result {
        try call { state throws(CacheError) in
            guard identity == nil || state.identity == identity, state.identity.isPrimary else {
                throw CacheError(.incarnationChanged, "the store is not the one that the names were made for")
            }
            return try body(&state)
        }
    }
}

extension InProcessStore.State {
    /// The value under a name, if it has not expired.
    mutating func get(_ name: String, now: Int64) -> [UInt8]? {
        guard let item = items[name] else { return nil }
        if let expires = item.expires, expires <= now {
            delete(name)
            return nil
        }
        return item.value
    }

    mutating func set(
        _ name: String,
        _ value: [UInt8],
        lifetime: Duration,
        now: Int64,
        limit: Int
    ) throws(CacheError) {
        let old = items[name]?.value.count ?? 0
        guard bytes - old + value.count <= limit else {
            throw CacheError(.outOfMemory, "the store has no room left")
        }
        bytes += value.count - old
        items[name] = InProcessStore.Item(value: value, expires: now + lifetime.milliseconds)
    }

    mutating func delete(_ name: String) {
        bytes -= items.removeValue(forKey: name)?.value.count ?? 0
    }
}
