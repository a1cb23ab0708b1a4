import MigratorSystem
import Synchronization

/// Hears invalidations over a subscription to the store, and shows this process there, so that a run waits for its lease.
final class RemoteCarrier: InvalidationCarrier {
    let name = "redis"
    private let session: RemoteSession
    private let channel: InvalidationChannel
    private let herald: PresenceHerald
    private let lease: Duration
    private let clock: any CacheClock

    init(
        session: RemoteSession,
        channel: InvalidationChannel,
        herald: PresenceHerald,
        lease: Duration,
        clock: any CacheClock
    ) {
        self.session = session
        self.channel = channel
        self.herald = herald
        self.lease = lease
        self.clock = clock
    }

    func run(_ sink: CarrierSink) async throws {
        let names = try await session.refresh()
        let identity = names.incarnation.identity
        let subscription = try await session.call { store throws(CacheError) in
            try await store.subscribe(to: channel.name)
        }
        session.subscriptions.add(1, ordering: .acquiringAndReleasing)
        defer {
            sink.lose()
            session.subscriptions.subtract(1, ordering: .acquiringAndReleasing)
        }
        do {
            guard subscription.identity == identity else {
                throw CacheError(.incarnationChanged, "the subscription leads to another store")
            }
            sink.begin()
            try await listen(subscription, names, sink)
        } catch {
            await subscription.close()
            throw error
        }
    }

    private func listen(
        _ subscription: any RemoteSubscription,
        _ names: StoreNames,
        _ sink: CarrierSink
    ) async throws {
        let tracker = TrackerBox(lease: lease)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while true {
                    switch try await subscription.next() {
                    case .message(let bytes):
                        if let event = try? InvalidationEvent(json: bytes) {
                            sink.hear(event)
                        } else {
                            sink.hearUnknown()
                        }
                    case .pong(let text):
                        if let until = tracker.state.withLock({ $0.pong(text) }) {
                            sink.confirm(from: until - self.lease.nanoseconds, for: self.lease)
                        }
                    }
                }
            }
            group.addTask {
                while true {
                    let now = try await self.session.refresh()
                    guard now == names else {
                        throw CacheError(.incarnationChanged, "the store was restarted or failed over")
                    }
                    // A process that trusts its memory must have shown its presence just before.
                    try await self.herald.show(names)
                    let text = tracker.state.withLock { $0.ping(now: self.clock.now) }
                    try await subscription.ping(text)
                    try await self.clock.sleep(for: self.lease / 3)
                }
            }
            // Either end ends the other.
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}

/// A tracker that two tasks share.
private final class TrackerBox: Sendable {
    let state: Mutex<LeaseTracker>

    init(lease: Duration) {
        state = Mutex(LeaseTracker(lease: lease))
    }
}
