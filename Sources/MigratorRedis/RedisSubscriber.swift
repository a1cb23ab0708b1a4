import CMigratorHiredis
import MigratorBlocking

/// Hears what is published on channels, on a connection of its own that is made again whenever it breaks.
///
/// A heartbeat shows that nothing is missing: the server answers `PING` in order with messages, so that when an answer
/// is told, everything that was published to the server before the `PING` was sent has been told.
package actor RedisSubscriber {
    private let executor = QueueExecutor(label: "migrator.redis.subscriber")
    private nonisolated let signal = PipeInterrupter()
    private let configuration: RedisStoreConfiguration
    private let channels: [String]
    private let pace: RedisPace
    private let tell: @Sendable (RedisSubscriberEvent) -> Void

    private var link: RedisLink?
    private var heartbeat = Heartbeat()
    private var failures = 0
    private var isStarted = false

    private struct Heartbeat {
        var count = 0
        /// When the one that is not answered yet was sent.
        var sentAt: ContinuousClock.Instant?
        var next = ContinuousClock.now
    }

    /// The executor of the subscriber's own queue.
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Creates a subscriber, which does nothing before ``start()``.
    ///
    /// `tell` hears of everything in its order, on the subscriber's own thread: while it runs, nothing else is heard.
    package init(
        _ configuration: RedisStoreConfiguration,
        channels: [String],
        pace: RedisPace = RedisPace(),
        tell: @escaping @Sendable (RedisSubscriberEvent) -> Void
    ) {
        self.configuration = configuration
        self.channels = channels
        self.pace = pace
        self.tell = tell
        signal.begin()
    }

    /// Connects and listens, until ``stop()`` or until the subscriber is released.
    package func start() {
        guard !isStarted else { return }
        isStarted = true
        Task { [weak self] in
            // Held for one turn at a time.
            while await self?.turn() == true {}
        }
    }

    /// Hangs up; returns within milliseconds, after which nothing more is told.
    package nonisolated func stop() async {
        signal.cancel()
        await hangUp()
    }

    private func hangUp() {
        link?.close()
        link = nil
    }

    // MARK: Turns

    /// Connects, or listens for a while; returns whether to go on.
    private func turn() -> Bool {
        do throws(RedisError) {
            if let link {
                try listen(link)
            } else {
                try connect()
            }
        } catch {
            hangUp()
            guard !signal.isCancelled else { return false }
            tell(.lost(error))
            failures += 1
            rest()
        }
        return !signal.isCancelled
    }

    private func rest() {
        let nanoseconds = Int64(pace.delay(after: failures) / .nanoseconds(1))
        // Wakes when stopped; nothing else does.
        _ = migrator_redis_wait(-1, 0, signal.descriptor, nanoseconds)
    }

    private func connect() throws(RedisError) {
        guard !signal.isCancelled else { throw .cancelled }
        let link = try RedisOpening.open(configuration, signal)
        let deadline = ContinuousClock.now + configuration.commandTimeout
        let replies = try link.exchange(RedisServerInfo.commands, until: deadline)
        let info = try RedisServerInfo(replies: replies)
        var early: [RedisValue] = []
        if !channels.isEmpty {
            try link.start([RedisCommand("SUBSCRIBE", channels.map { Array($0.utf8) })])
            var missing = Set(channels)
            while !missing.isEmpty {
                guard let reply = try link.next(until: deadline)?.checked() else {
                    throw RedisError(.timedOut, "Redis did not confirm the subscription in time")
                }
                if reply.array?.first?.text == "subscribe", let channel = reply.array?.dropFirst().first?.text {
                    missing.remove(channel)
                } else {
                    early.append(reply)
                }
            }
        }
        self.link = link
        heartbeat = Heartbeat()
        tell(.connected(info))
        for reply in early { try hear(reply) }
    }

    private func listen(_ link: RedisLink) throws(RedisError) {
        // Many messages in one turn, yet a turn ends.
        for _ in 0..<256 {
            guard !signal.isCancelled else { throw .cancelled }
            let now = ContinuousClock.now
            if let sentAt = heartbeat.sentAt, sentAt + pace.silence <= now {
                throw RedisError(.timedOut, "Redis did not answer the heartbeat of the subscription")
            }
            if heartbeat.sentAt == nil, heartbeat.next <= now {
                heartbeat.count += 1
                heartbeat.sentAt = now
                heartbeat.next = now + pace.heartbeat
                try link.start([RedisCommand("PING", String(heartbeat.count))])
            }
            let until = heartbeat.sentAt.map { $0 + pace.silence } ?? heartbeat.next
            guard let reply = try link.next(until: until) else { return }
            try hear(reply)
        }
    }

    private func hear(_ reply: RedisValue) throws(RedisError) {
        let parts = try reply.checked().array ?? []
        switch parts.first?.text {
        case "message" where parts.count == 3:
            guard let channel = parts[1].text, let payload = parts[2].bytes else { break }
            tell(.message(channel: channel, payload: payload))
            return
        case "pong" where parts.count == 2:
            guard let sentAt = heartbeat.sentAt, parts[1].integer == heartbeat.count else { break }
            heartbeat.sentAt = nil
            // Only a server that answers is one to come back to at once.
            failures = 0
            tell(.pong(sentAt: sentAt))
            return
        // Channels without a subscription: the connection answers as any other.
        case nil where channels.isEmpty && reply.integer == heartbeat.count:
            guard let sentAt = heartbeat.sentAt else { break }
            heartbeat.sentAt = nil
            failures = 0
            tell(.pong(sentAt: sentAt))
            return
        default: break
        }
        throw .wrongReply("a subscription got something that is neither a message nor an answer to its heartbeat")
    }
}
