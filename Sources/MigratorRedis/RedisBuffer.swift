import CMigratorHiredis

/// Commands as the server reads them, written by the library from arguments and lengths.
final class RedisBuffer {
    private var buffer: UnsafeMutablePointer<CChar>?

    init(_ commands: [RedisCommand]) throws(RedisError) {
        buffer = nil
        for command in commands {
            guard append(command) else {
                throw RedisError(.unsupported, "a Redis command is longer than the library can write")
            }
        }
    }

    deinit {
        if let buffer { migrator_redis_free(buffer) }
    }

    /// All of them; valid as long as this value is.
    var bytes: UnsafeRawBufferPointer {
        guard let buffer else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(start: buffer, count: migrator_redis_length(buffer))
    }

    private func append(_ command: RedisCommand) -> Bool {
        let count = command.ends.count
        return command.bytes.withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { starts in
                withUnsafeTemporaryAllocation(of: Int.self, capacity: count) { lengths in
                    var start = 0
                    for index in 0..<count {
                        let end = command.ends[index]
                        let address = bytes.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) }
                        starts.initializeElement(at: index, to: address)
                        lengths.initializeElement(at: index, to: end - start)
                        start = end
                    }
                    return migrator_redis_append(&buffer, Int32(count), starts.baseAddress, lengths.baseAddress) == 0
                }
            }
        }
    }
}
