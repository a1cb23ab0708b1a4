public import CacheBridge

extension RedisStore {
    /// Sends a message to all who listen on a channel: `PUBLISH`.
    @discardableResult
    public func publish(_ message: [UInt8], on channel: String) async throws(CacheError) -> Int {
        var command = RedisCommand("PUBLISH", channel)
        command.append(message)
        guard let count = try await run(command).integer else { throw unexpected("PUBLISH") }
        return count
    }

    /// Appends a message to a stream, as its field `event`, and trims it to about so many.
    public func append(_ message: [UInt8], to stream: String, limit: Int) async throws(CacheError) {
        var command = RedisCommand("XADD", stream, "MAXLEN", "~", String(limit), "*", "event")
        command.append(message)
        try await run(command)
    }

    /// Listens on a channel over a connection of its own; returns when the server has confirmed it.
    public func subscribe(to channel: String) async throws(CacheError) -> any RemoteSubscription {
        try await translated { () async throws(RedisError) in
            try await RedisSubscription(pool.configuration, channel: channel, store: name)
        }
    }
}
