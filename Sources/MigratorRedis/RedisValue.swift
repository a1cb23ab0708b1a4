/// A reply of the server.
package enum RedisValue: Hashable, Sendable {
    /// A string of any bytes.
    case bytes([UInt8])
    /// A whole number.
    case integer(Int)
    /// Replies within a reply, up to eight deep.
    case array([RedisValue])
    /// The absence of a string or an array.
    case null
    /// A short text such as `OK`.
    case status(String)
    /// An error instead of a value, for a command of a pipeline or a part of an array.
    case error(RedisError)
}

extension RedisValue {
    /// The bytes of a string or a status; `nil` for anything else.
    package var bytes: [UInt8]? {
        switch self {
        case .bytes(let bytes): bytes
        case .status(let text): Array(text.utf8)
        default: nil
        }
    }

    /// The text of a string or a status; `nil` for anything else, and for bytes that are not UTF-8.
    package var text: String? {
        switch self {
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
        case .status(let text): text
        default: nil
        }
    }

    /// The number, be it written as a string; `nil` for anything else.
    package var integer: Int? {
        switch self {
        case .integer(let number): number
        case .bytes, .status: text.flatMap { Int($0) }
        default: nil
        }
    }

    /// The elements of an array; `nil` for anything else.
    package var array: [RedisValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// Whether there is no value.
    package var isNull: Bool { self == .null }

    /// The value itself, unless it is an error.
    ///
    /// - Throws: The error that the server replied.
    package func checked() throws(RedisError) -> RedisValue {
        if case .error(let error) = self { throw error }
        return self
    }
}
