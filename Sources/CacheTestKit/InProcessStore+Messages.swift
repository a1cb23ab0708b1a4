public import CacheBridge
import MigratorSystem
import Synchronization

extension InProcessStore {
    /// Sends a message to all subscribers.
    @discardableResult
    public func publish(_ message: [UInt8], on channel: String) async throws(CacheError) -> Int {
        let listeners = try call { state in
            state.subscriptions.values.filter { $0.channel == channel }
        }
        for listener in listeners { listener.deliver(.message(message)) }
        return listeners.count
    }

    /// Appends a message to a stream.
    public func append(_ message: [UInt8], to stream: String, limit: Int) async throws(CacheError) {
        try call { state in
            state.streams[stream, default: []].append(message)
            let count = state.streams[stream]?.count ?? 0
            if count > limit { state.streams[stream]?.removeFirst(count - limit) }
        }
    }

    /// Says that a subscriber is alive.
    public func beat(_ name: String, member: String?, window: Duration) async throws(CacheError) -> [String] {
        let now = clock.wall
        return try call { state in
            if let member { state.beats[name, default: [:]][member] = now }
            state.beats[name] = state.beats[name]?.filter { $0.value >= now - window.milliseconds }
            return state.beats[name]?.keys.sorted() ?? []
        }
    }

    /// Listens on a channel.
    public func subscribe(to channel: String) async throws(CacheError) -> any RemoteSubscription {
        try call { state throws(CacheError) in
            if state.refusesSubscriptions { throw CacheError(.timedOut, "the subscription is late") }
            let subscription = InProcessSubscription(store: self, channel: channel, identity: state.identity)
            state.subscriptions[ObjectIdentifier(subscription)] = subscription
            return subscription
        }
    }

    /// Makes every call fail from now on, or answer again; what is subscribed breaks.
    package func fail(_ error: CacheError?) {
        let broken = state.withLock { state in
            state.failure = error
            guard error != nil else { return [InProcessSubscription]() }
            defer { state.subscriptions = [:] }
            return Array(state.subscriptions.values)
        }
        for subscription in broken { subscription.end(.connectionLost) }
    }

    /// Lets no subscription come about from now on, while commands are answered.
    package func refuseSubscriptions() {
        state.withLock { $0.refusesSubscriptions = true }
    }

    /// How many calls were made so far: one each round trip.
    package var calls: Int { state.withLock { $0.calls } }

    /// All entries that have not expired, with their times to live, as a snapshot of a server would hold them.
    package var snapshot: InProcessSnapshot {
        state.withLock { InProcessSnapshot(items: $0.items) }
    }

    /// Starts anew from a snapshot, or empty: another life, and subscriptions break.
    package func restart(from snapshot: InProcessSnapshot? = nil, isPrimary: Bool = true) {
        let now = clock.wall
        let broken = state.withLock { state in
            state.began = now
            state.items = snapshot?.items ?? [:]
            state.bytes = state.items.values.reduce(0) { $0 + $1.value.count }
            state.identity = Self.newIdentity(isPrimary: isPrimary)
            state.beats = [:]
            state.counters = [:]
            defer { state.subscriptions = [:] }
            return Array(state.subscriptions.values)
        }
        for subscription in broken { subscription.end(.connectionLost) }
    }

    /// Removes all entries and keeps the store's identity, as `FLUSHALL` does.
    package func flush() {
        state.withLock { state in
            state.items = [:]
            state.beats = [:]
            state.counters = [:]
            state.bytes = 0
        }
    }

    /// The messages of a stream.
    package func stream(_ name: String) -> [[UInt8]] { state.withLock { $0.streams[name] ?? [] } }

    /// Puts bytes under a name, past all rules.
    package func plant(_ bytes: [UInt8], under name: String) {
        state.withLock { state in
            state.bytes += bytes.count - (state.items[name]?.value.count ?? 0)
            state.items[name] = Item(value: bytes, expires: nil)
        }
    }

    /// The names that are there.
    package var names: [String] { state.withLock { $0.items.keys.sorted() } }
}

/// The entries of an ``InProcessStore`` at one moment.
package struct InProcessSnapshot: Sendable {
    let items: [String: InProcessStore.Item]
}

/// A subscription to an ``InProcessStore``.
final class InProcessSubscription: RemoteSubscription {
    private struct State {
        var queue: [SubscriptionEvent] = []
        var waiting: CheckedContinuation<SubscriptionEvent?, Never>?
        var end: CacheError.Code?
    }

    private let store: InProcessStore
    let channel: String
    let identity: RemoteIdentity
    private let state = Mutex(State())

    init(store: InProcessStore, channel: String, identity: RemoteIdentity) {
        self.store = store
        self.channel = channel
        self.identity = identity
    }

    func deliver(_ event: SubscriptionEvent) {
        let waiting = state.withLock { state -> CheckedContinuation<SubscriptionEvent?, Never>? in
            guard state.end == nil else { return nil }
            if let waiting = state.waiting {
                state.waiting = nil
                return waiting
            }
            state.queue.append(event)
            return nil
        }
        waiting?.resume(returning: event)
    }

    func end(_ code: CacheError.Code) {
        let waiting = state.withLock { state in
            state.end = state.end ?? code
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(returning: nil)
    }

    func ping(_ text: String) async throws(CacheError) {
        try store.call { _ in }
        if let code = state.withLock({ $0.end }) { throw CacheError(code, "the subscription has ended") }
        deliver(.pong(text))
    }

    func next() async throws(CacheError) -> SubscriptionEvent {
        let event = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<SubscriptionEvent?, Never>) in
                let ready: SubscriptionEvent?? = state.withLock { state in
                    if !state.queue.isEmpty { return .some(state.queue.removeFirst()) }
                    if state.end != nil { return .some(nil) }
                    state.waiting = continuation
                    return nil
                }
                if let ready { continuation.resume(returning: ready) }
            }
        } onCancel: {
            end(.closed)
        }
        guard let event else {
            throw CacheError(state.withLock { $0.end } ?? .closed, "the subscription has ended")
        }
        return event
    }

    func close() async {
        store.state.withLock { $0.subscriptions[ObjectIdentifier(self)] = nil }
        end(.closed)
    }
}
