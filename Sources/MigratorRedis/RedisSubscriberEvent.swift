/// An event of a subscriber.
package enum RedisSubscriberEvent: Sendable {
    /// The server has confirmed all channels; what is published from now on will be told.
    case connected(RedisServerInfo)
    /// A message was published.
    case message(channel: String, payload: [UInt8])
    /// The server answered a heartbeat that was sent at this moment: what was published to it before has been told.
    case pong(sentAt: ContinuousClock.Instant)
    /// The connection broke, or could not be made; another one is tried after a while.
    case lost(RedisError)
}

/// How often a subscriber looks after its connection.
package struct RedisPace: Hashable, Sendable {
    /// The time between two heartbeats, from sending to sending.
    package var heartbeat: Duration
    /// How long the server may take to answer one before the connection counts as broken.
    package var silence: Duration
    /// How long to rest after the first failure; doubles with each further one.
    package var firstDelay: Duration
    /// How long to rest at the most.
    package var longestDelay: Duration

    /// Creates a pace.
    package init(
        heartbeat: Duration = .milliseconds(100),
        silence: Duration = .seconds(1),
        firstDelay: Duration = .milliseconds(50),
        longestDelay: Duration = .seconds(5)
    ) {
        self.heartbeat = heartbeat
        self.silence = silence
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
    }

    /// How long to rest after so many failures: a random part, at least half, so that processes do not come at once.
    package func delay(after failures: Int) -> Duration {
        let doubled = firstDelay * (1 << max(0, min(20, failures - 1)))
        return min(doubled, longestDelay) * Double.random(in: 0.5...1)
    }
}
