import CMigratorHiredis

/// Reads replies from bytes with the library's parser.
///
/// The parser keeps what it waits for in memory and trusts the lengths that the server announces, so they are looked
/// at before it goes on.
package final class RedisReader {
    /// The longest line of a status, an error, a number or a length, in bytes.
    private static let longestLine = 64 << 10

    private let builder: RedisReplyBuilder
    private let listener: UnsafeMutablePointer<migrator_redis_listener>
    private let reader: UnsafeMutablePointer<redisReader>

    /// Creates a reader that refuses larger replies.
    ///
    /// - Parameters:
    ///   - maximumSize: How many bytes a reply may take.
    ///   - maximumElements: How many parts a reply may have.
    /// - Throws: `RedisError`, if no memory is left.
    package init(maximumSize: Int, maximumElements: Int) throws(RedisError) {
        builder = RedisReplyBuilder(maximumSize: maximumSize, maximumElements: maximumElements)
        listener = .allocate(capacity: 1)
        listener.initialize(to: Self.listener(for: builder))
        guard let reader = migrator_redis_reader(listener) else {
            listener.deallocate()
            throw RedisError(.cannotConnect, "no memory is left for a connection to Redis")
        }
        self.reader = reader
    }

    deinit {
        redisReaderFree(reader)
        listener.deallocate()
    }

    /// Takes in what the server sent.
    package func feed(_ bytes: UnsafeRawBufferPointer) throws(RedisError) {
        guard
            redisReaderFeed(reader, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count) == REDIS_OK
        else { throw failure() }
    }

    /// Whether nothing is left of what was taken in.
    package var isEmpty: Bool {
        reader.pointee.pos == reader.pointee.len && reader.pointee.ridx < 0
    }

    /// The next reply; `nil` if it has not come whole.
    ///
    /// After an error the rest of the stream means nothing.
    package func next() throws(RedisError) -> RedisValue? {
        var object: UnsafeMutableRawPointer?
        guard redisReaderGetReply(reader, &object) == REDIS_OK else { throw failure() }
        guard object == nil else {
            guard let reply = builder.take() else {
                throw .wrongReply("it holds a type that was not asked for")
            }
            return reply
        }
        switch migrator_redis_awaited(reader, Self.longestLine) {
        case -1: break
        case -2: throw .wrongReply("a line of it does not end")
        case let length:
            guard builder.checkSize(adding: Int(length) + RedisReplyBuilder.elementSize) else { throw failure() }
        }
        return nil
    }

    private func failure() -> RedisError {
        if let refusal = builder.refusal { return refusal }
        guard reader.pointee.err != REDIS_ERR_OOM else {
            return .wrongReply("a string of it does not end as announced")
        }
        // The library's messages name at most one byte of the reply.
        let said = withUnsafeBytes(of: &reader.pointee.errstr) { text in
            String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
        }
        return .wrongReply(said)
    }

    /// The functions that hand each part of a reply to a builder, which must outlive them.
    private static func listener(for builder: RedisReplyBuilder) -> migrator_redis_listener {
        migrator_redis_listener(
            context: Unmanaged.passUnretained(builder).toOpaque(),
            string: { context, type, bytes, count in
                let bytes = UnsafeRawBufferPointer(start: bytes, count: count)
                return RedisReader.builder(context)?.addString(type, bytes) == true ? 1 : 0
            },
            integer: { context, number in
                RedisReader.builder(context)?.add(.integer(Int(number)), size: 0) == true ? 1 : 0
            },
            nothing: { context in RedisReader.builder(context)?.add(.null, size: 0) == true ? 1 : 0 },
            array: { context, count in RedisReader.builder(context)?.beginArray(Int(count)) == true ? 1 : 0 }
        )
    }

    private static func builder(_ context: UnsafeMutableRawPointer?) -> RedisReplyBuilder? {
        context.map { Unmanaged<RedisReplyBuilder>.fromOpaque($0).takeUnretainedValue() }
    }
}

extension RedisReplyBuilder {
    fileprivate func addString(_ type: Int32, _ bytes: UnsafeRawBufferPointer) -> Bool {
        // Checked before the bytes are copied.
        guard checkSize(adding: bytes.count) else { return false }
        let value: RedisValue
        switch type {
        case REDIS_REPLY_STRING: value = .bytes(Array(bytes))
        case REDIS_REPLY_STATUS: value = .status(String(decoding: bytes, as: UTF8.self))
        case REDIS_REPLY_ERROR: value = .error(RedisError(reply: String(decoding: bytes, as: UTF8.self)))
        default: return refuse("it holds a type that was not asked for")
        }
        return add(value, size: bytes.count)
    }
}
