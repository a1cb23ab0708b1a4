/// The channel of a store on which invalidations are published; all processes that share caches use the same one.
public struct InvalidationChannel: Sendable, Hashable {
    /// The channel that processes subscribe to.
    public let name: String
    /// The stream that keeps the last 10,000 messages.
    public let stream: String

    static let streamLimit = 10_000

    /// Creates a channel.
    public init(name: String, stream: String) {
        self.name = name
        self.stream = stream
    }
}
