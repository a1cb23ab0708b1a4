/// An error that a cache, its settings or its store gave.
///
/// A cache that cannot answer misses: what reaches a caller is a bad setting, or an invalidation that could not be
/// delivered. No message holds a value, a signing key or a password.
public struct CacheError: Error, Sendable {
    /// The kind of failure.
    public let code: Code
    /// A sentence for a person, saying what to do about it when that is known.
    public let message: String
    /// The failure underneath, if there is one.
    public let cause: (any Error)?

    /// Creates an error.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }
}

extension CacheError: CustomStringConvertible {
    /// The message and, behind it, the cause.
    public var description: String {
        guard let cause else { return message }
        return "\(message) (\(cause))"
    }
}
