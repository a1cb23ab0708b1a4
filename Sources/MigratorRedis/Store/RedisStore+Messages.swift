public import CacheBridge

extension RedisStore {
    /// Sends a message to all subscribers of a channel: `PUBLISH`.
    @discardableResult
    public func publish(_ message: [UInt8], on channel: String) async throws(CacheError) -> Int {
        try await publish([message], on: channel)
    }

    /// Sends messages in one pipeline.
    @discardableResult
    public func publish(_ messages: [[UInt8]], on channel: String) async throws(CacheError) -> Int {
        var most = 0
        for reply in try await run(messages.map { Self.command("PUBLISH", [channel], $0) }) {
            guard let count = reply.integer else { throw unexpected("PUBLISH") }
            most = max(most, count)
        }
        return most
    }

    /// Appends a message to a stream, as its field `event`, and trims it to about so many.
    public func append(_ message: [UInt8], to stream: String, limit: Int) async throws(CacheError) {
        try await append([message], to: stream, limit: limit)
    }

    /// Appends messages in one pipeline.
    public func append(_ messages: [[UInt8]], to stream: String, limit: Int) async throws(CacheError) {
        let words = [stream, "MAXLEN", "~", String(limit), "*", "event"]
        _ = try await run(messages.map { Self.command("XADD", words, $0) })
    }

    private static func command(_ name: String, _ words: [String], _ message: [UInt8]) -> RedisCommand {
        var command = RedisCommand(name, words: words)
        command.append(message)
        return command
    }

    /// Listens on a channel over a connection of its own; returns when the server has confirmed it.
    public func subscribe(to channel: String) async throws(CacheError) -> any RemoteSubscription {
        try await translated { () async throws(RedisError) in
            try await RedisSubscription(pool.configuration, channel: channel, store: name)
        }
    }
}
