public import CacheBridge

extension RedisStore {
    /// The values under names, in their order: one `MGET`.
    public func values(of names: [String], on identity: RemoteIdentity?) async throws(CacheError) -> [[UInt8]?] {
        guard !names.isEmpty else { return [] }
        let reply = try await run([RedisCommand("MGET", words: names)], on: identity).first
        guard let values = reply?.array, values.count == names.count else { throw unexpected("MGET") }
        return try values.map { value throws(CacheError) in try optional(value) }
    }

    /// Puts tokens where there is nothing: `SET NX PX` and `GET`, pipelined.
    public func establish(
        _ tokens: [FreshToken],
        lifetime: Duration,
        on identity: RemoteIdentity
    ) async throws(CacheError) -> [[UInt8]?] {
        let commands = tokens.flatMap { fresh in
            [
                RedisCommand("SET", fresh.name, fresh.token.description, "NX", "PX", milliseconds(lifetime)),
                RedisCommand("GET", fresh.name),
            ]
        }
        let replies = try await run(commands, on: identity)
        return try stride(from: 1, to: replies.count, by: 2).map { index throws(CacheError) in
            try optional(replies[index])
        }
    }

    /// Stores content-addressed values: `SET PX` for each.
    public func storeContent(
        _ values: [(name: String, value: [UInt8])],
        lifetime: Duration
    ) async throws(CacheError) {
        let commands = values.map { name, value in
            var command = RedisCommand("SET", name)
            command.append(value)
            command.append("PX")
            command.append(milliseconds(lifetime))
            return command
        }
        _ = try await run(commands)
    }

    /// Deletes names, each by a command of its own, as they may lie in different slots.
    public func remove(_ names: [String]) async throws(CacheError) {
        _ = try await run(names.map { RedisCommand("DEL", $0) })
    }

    /// Takes a lock that ends by itself: `SET NX PX`.
    public func acquire(_ name: String, owner: Token, lifetime: Duration) async throws(CacheError) -> Bool {
        let command = RedisCommand("SET", name, owner.description, "NX", "PX", milliseconds(lifetime))
        return try await run(command).text == "OK"
    }

    func optional(_ value: RedisValue) throws(CacheError) -> [UInt8]? {
        switch value {
        case .bytes(let bytes): return bytes
        case .null: return nil
        default: throw unexpected("a question for a value")
        }
    }

    /// Whole milliseconds, at least one: Redis refuses to keep something for no time.
    func milliseconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return String(max(1, seconds * 1000 + attoseconds / 1_000_000_000_000_000))
    }
}
