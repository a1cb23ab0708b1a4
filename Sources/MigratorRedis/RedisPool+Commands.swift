extension RedisPool {
    /// Runs a script: by its digest, and by its source if the server does not know it.
    ///
    /// Servers forget scripts when they restart, and on `SCRIPT FLUSH`.
    /// - Throws: ``RedisError``; what the script replied as an error, too.
    public func script(
        _ script: RedisScript,
        keys: [[UInt8]],
        arguments: [[UInt8]] = [],
        timeout: Duration? = nil
    ) async throws(RedisError) -> RedisValue {
        do throws(RedisError) {
            return try await command(script.command(keys: keys, arguments: arguments), timeout: timeout)
        } catch {
            guard error.code == .noScript else { throw error }
        }
        return try await command(script.sourceCommand(keys: keys, arguments: arguments), timeout: timeout)
    }

    /// The strings at keys, in the keys' order; `nil` where there is none or another type of value.
    ///
    /// - Throws: ``RedisError``.
    public func mget(_ keys: [[UInt8]], timeout: Duration? = nil) async throws(RedisError) -> [[UInt8]?] {
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

    /// What the server says about itself: its role, its ids and its version.
    ///
    /// - Throws: ``RedisError``, with code `notPermitted` if the user may run neither `ROLE` nor `INFO`.
    public func serverInfo(timeout: Duration? = nil) async throws(RedisError) -> RedisServerInfo {
        try RedisServerInfo(replies: try await pipeline(RedisServerInfo.commands, timeout: timeout))
    }
}
