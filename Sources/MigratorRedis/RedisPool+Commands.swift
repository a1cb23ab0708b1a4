extension RedisPool {
    /// The strings at keys, in the keys' order; `nil` where there is none or another type of value.
    ///
    /// - Throws: ``RedisError``.
    package func mget(_ keys: [[UInt8]], timeout: Duration? = nil) async throws(RedisError) -> [[UInt8]?] {
        guard !keys.isEmpty else { return [] }
        let reply = try await command(RedisCommand("MGET", keys), timeout: timeout)
        guard let values = reply.array, values.count == keys.count else {
            throw .wrongReply("MGET gave no array of a value for each key")
        }
        var found: [[UInt8]?] = []
        found.reserveCapacity(values.count)
        for value in values {
            switch value {
            case .bytes(let bytes): found.append(bytes)
            case .null: found.append(nil)
            default: throw .wrongReply("MGET gave something that is no string")
            }
        }
        return found
    }

    /// The server's description of itself: its role, its ids and its version.
    ///
    /// - Throws: ``RedisError``, with code `notPermitted` if the user may run neither `ROLE` nor `INFO`.
    package func serverInfo(timeout: Duration? = nil) async throws(RedisError) -> RedisServerInfo {
        try RedisServerInfo(replies: try await pipeline(RedisServerInfo.commands, timeout: timeout))
    }
}
