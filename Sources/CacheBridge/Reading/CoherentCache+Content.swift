extension CoherentCache {
    /// The part that a value of one piece is.
    private static let whole = "whole"

    /// The bytes of a value whose key is a digest of all that it follows from, in a namespace of any kind.
    ///
    /// It bears no token, and no invalidation reaches it: another value has another key.
    /// - Returns: The bytes; `nil` if they are not there, or may not be read.
    public func content(for key: CacheKey) async -> [UInt8]? {
        guard let space = spaces[key.namespace], space.isEnabled else { return nil }
        if let bytes = remembered(key)?.value as? [UInt8] { return bytes }
        guard let found = await part(Self.whole, of: key, in: space) else {
            space.meter.miss()
            return nil
        }
        return found.bytes
    }

    /// Keeps the bytes of a value whose key is a digest of all that it follows from, in every tier that there is.
    ///
    /// What goes wrong costs a later miss.
    public func keepContent(_ bytes: [UInt8], for key: CacheKey) async {
        guard let space = spaces[key.namespace], space.isEnabled else { return }
        if space.session != nil || configuration.disk != nil {
            _ = await storePart(bytes, Self.whole, of: key, in: space)
        }
        let expires = clock.now &+ space.timeToLive
        ReadOperation(cache: self, space: space, key: key, format: .bytes)
            .remember(bytes, size: bytes.count, now: clock.now, expires: expires, delta: 0)
    }
}

extension Space {
    /// Whether values without tokens lie beside those that have some.
    var holdsContent: Bool { isContentAddressed || namespace.owner.followsHistory }
}
