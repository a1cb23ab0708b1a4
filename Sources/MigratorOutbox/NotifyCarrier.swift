public import CacheBridge
public import MigratorDatabase
import Synchronization

/// Hears invalidations by `NOTIFY`, which is a wake-up: what happened is read from the outbox.
///
/// A session that writes an event sends ``payload(_:event:)`` to ``channel`` in the same transaction. A heartbeat that
/// the carrier sends to itself shows that nothing is missing, as the server delivers in the order of commits. A pooler
/// that lends its connections by transaction does not pass notifications on, so the heartbeat does not come back and
/// memory is not trusted: then polling takes over, as it does on a standby.
public struct NotifyCarrier: InvalidationCarrier {
    /// The channel on which events are announced.
    public static let channel = Outbox.channel

    /// Its name in the log.
    public let name = "notify"
    private let lease: Duration
    private let clock: any CacheClock
    private let outbox: TableName
    private let connect: @Sendable () async throws -> any NotifyingConnection

    /// Creates a carrier.
    ///
    /// - Parameters:
    ///   - lease: How long memory is believed after the sending of a heartbeat that came back.
    ///   - clock: The cache's clock.
    ///   - outbox: Where events are written; `nil` for the schema that the database looks in first.
    ///   - connect: Opens a connection to the primary that nothing else uses.
    public init(
        lease: Duration,
        clock: any CacheClock = SystemClock(),
        outbox: TableName? = nil,
        connect: @escaping @Sendable () async throws -> any NotifyingConnection
    ) {
        self.lease = lease
        self.clock = clock
        self.outbox = outbox ?? Outbox().name
        self.connect = connect
    }

    /// The message for an event: fingerprint and id, as 8,000 bytes would abort the transaction.
    public static func payload(_ fingerprint: Fingerprint, event: Int64) -> String { "\(fingerprint) \(event)" }

    /// Listens until it is cancelled or the connection breaks.
    public func run(_ sink: CarrierSink) async throws {
        let connection = try await connect()
        let bounded = BoundedConnection(connection, limit: .carrierPatience)
        do {
            try await listen(connection, bounded, sink)
        } catch {
            sink.lose()
            await bounded.close()
            throw error
        }
    }

    /// Listens; what may have to wait for the server goes through the bounded connection.
    private func listen(
        _ connection: any NotifyingConnection,
        _ bounded: BoundedConnection,
        _ sink: CarrierSink
    ) async throws {
        // A channel of its own, so that it wakes no other session.
        let own = "ecs_beat_\(Token())"
        let inbox = Inbox(own)
        let hearing = Task { [notifications = connection.notifications()] in
            for await notification in notifications { inbox.hear(notification) }
        }
        defer { hearing.cancel() }
        try await bounded.within { try await connection.listen(Self.channel) }
        try await bounded.within { try await connection.listen(own) }
        var reader = try await OutboxReader(bounded, outbox, sink.fingerprint)
        sink.begin()
        var beats: [(text: String, moment: Int64)] = []
        var next = clock.now
        var count = 0
        while true {
            try Task.checkCancellation()
            if clock.now >= next {
                count += 1
                beats.append((String(count), clock.now))
                beats = beats.suffix(16)
                next = clock.now + nanoseconds(lease) / 3
                let beat = String(count)
                try await bounded.within { try await connection.notify(own, beat) }
            }
            let rest = max(0, next - clock.now)
            let arrived = try await connection.receive(waiting: .nanoseconds(rest))
            let (isAwake, heard) = inbox.take()
            guard arrived > 0 || isAwake || !heard.isEmpty else { continue }
            try await reader.look().tell(sink)
            // All that was committed before it was sent has been looked at.
            guard let last = beats.last(where: { heard.contains($0.text) }) else { continue }
            sink.confirm(from: last.moment, for: lease)
        }
    }
}

/// The notifications that have arrived and are not yet looked at.
private final class Inbox: Sendable {
    private struct State {
        var isAwake = false
        var beats: Set<String> = []
    }

    private let own: String
    private let state = Mutex(State())

    init(_ own: String) {
        self.own = own
    }

    func hear(_ notification: DatabaseNotification) {
        state.withLock { state in
            if notification.channel == own {
                state.beats.insert(notification.payload)
            } else {
                state.isAwake = true
            }
        }
    }

    func take() -> (isAwake: Bool, beats: Set<String>) {
        state.withLock { state in
            defer { state = State() }
            return (state.isAwake, state.beats)
        }
    }
}
