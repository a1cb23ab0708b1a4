/// Splits what a client of PostgreSQL sends into messages.
///
/// https://www.postgresql.org/docs/15/protocol-message-formats.html
struct FrontendMessages {
    struct Message {
        let bytes: [UInt8]
        /// Whether it asks for a COMMIT.
        let isCommit: Bool
        /// Whether the server answers when it has got it.
        let endsBatch: Bool
    }

    private var rest: [UInt8] = []
    private var isStarted = false

    /// The messages that are complete with these bytes.
    mutating func add(_ bytes: [UInt8]) -> [Message] {
        rest += bytes
        var messages: [Message] = []
        while let message = next() { messages.append(message) }
        return messages
    }

    private mutating func next() -> Message? {
        // A message begins with its kind; those before the session has begun do not.
        let head = isStarted ? 1 : 0
        guard rest.count >= head + 4 else { return nil }
        let length = rest[head..<head + 4].reduce(0) { $0 << 8 | Int($1) } + head
        guard rest.count >= length else { return nil }
        let bytes = Array(rest.prefix(length))
        rest.removeFirst(length)
        guard isStarted else {
            // Wishes for encryption come before the startup itself, and are wishes of eight bytes.
            isStarted = length > 8
            return Message(bytes: bytes, isCommit: false, endsBatch: false)
        }
        let body = bytes.dropFirst(5)
        let isCommit =
            switch bytes[0] {
            case UInt8(ascii: "Q"): body.elementsEqual("COMMIT\0".utf8)
            // The name of the prepared statement, none, comes before its text.
            case UInt8(ascii: "P"): body.starts(with: "\0COMMIT\0".utf8)
            default: false
            }
        let endsBatch = bytes[0] == UInt8(ascii: "Q") || bytes[0] == UInt8(ascii: "S")
        return Message(bytes: bytes, isCommit: isCommit, endsBatch: endsBatch)
    }
}
