import MigratorSystem

/// The names of entries, tokens and marks in a store: `<namespace>:{<fingerprint>.<incarnation>.<namespace>}:<rest>`.
///
/// The namespace comes first, so that `redis-cli --scan --pattern 'NAMESPACE:*'` lists its entries. The braces are the
/// hash tag, so that all of a namespace is in one slot of a cluster.
package struct StoreNames: Sendable, Hashable {
    /// The life of the store that they lie in.
    package let incarnation: Incarnation
    /// The part of a hash tag before the namespace.
    private let life: String

    package init(fingerprint: Fingerprint, incarnation: Incarnation) {
        self.incarnation = incarnation
        life = ":{\(fingerprint).\(incarnation)."
    }

    /// The token of a namespace.
    package func token(of namespace: String) -> String { prefix(namespace) + "t" }

    /// The token of one entity.
    package func token(of entity: String, in namespace: String) -> String {
        prefix(namespace) + "t:" + CacheKey.escaped(entity)
    }

    /// The tokens that a key's value is valid under: the namespace's, then the entity's where it has one.
    package func tokens(of key: CacheKey) -> [String] {
        let own = token(of: key.namespace)
        guard let entity = key.entity else { return [own] }
        return [own, token(of: entity, in: key.namespace)]
    }

    /// All that a read of a key asks for.
    func ofRead(_ key: CacheKey) -> ReadNames {
        let prefix = prefix(key.namespace)
        let full = prefix + key.text
        var tokens = [prefix + "t"]
        if let entity = key.entity { tokens.append(prefix + "t:" + CacheKey.escaped(entity)) }
        return ReadNames(tokens: tokens, value: prefix + key.storageText, full: full)
    }

    /// A key's value.
    package func value(of key: CacheKey) -> String { prefix(key.namespace) + key.storageText }

    /// The whole of a key, however long: what an envelope must name.
    package func full(of key: CacheKey) -> String { prefix(key.namespace) + key.text }

    /// A status that is stored by order, not under tokens.
    package func status(of key: CacheKey) -> String { prefix(key.namespace) + "s:" + key.text }

    /// The prefixes of the names of all values of a namespace: those that contain their key, and those that contain its
    /// digest.
    package func valuePrefixes(of namespace: String) -> [String] { ["v:", "h:"].map { prefix(namespace) + $0 } }

    /// The prefix of the names of all statuses of a namespace.
    package func statusPrefix(of namespace: String) -> String { prefix(namespace) + "s:" }

    /// The tokens that a value is valid under whose envelope names this key.
    package func tokenNames(ofFull key: String, in namespace: String) -> [String] {
        let text = key.dropFirst(prefix(namespace).count)
        let own = token(of: namespace)
        // Special characters are written with %, so that an @ can only end an entity.
        guard let at = text.firstIndex(of: "@") else { return [own] }
        return [own, prefix(namespace) + "t:" + text[..<at]]
    }

    /// The lock of the process that loads a key under tokens.
    package func lock(of key: CacheKey, under tokens: [Token]) -> String {
        let parts = [key.text] + tokens.map(\.description)
        return prefix(key.namespace) + "l:" + Digest.hex(Digest.sha256(ofParts: parts)).prefix(32)
    }

    /// The sorted set of subscribers.
    package var subscribers: String { prefix("subscribers") + "s" }

    /// The event that was delivered last.
    package var lastEvent: String { prefix("events") + "last" }

    /// How far in the outbox the store has been told of everything.
    package var told: String { prefix("events") + "told" }

    /// A mark that the store was told of an event.
    package func told(_ event: String) -> String { prefix("events") + "e:" + CacheKey.escaped(event) }

    /// Whose turn it is to tell the store what waits for it.
    package var drain: String { prefix("events") + "drain" }

    private func prefix(_ namespace: String) -> String {
        var text = ""
        // With room for the rest of the name.
        text.reserveCapacity(2 * namespace.utf8.count + life.utf8.count + 64)
        text += namespace
        text += life
        text += namespace
        text += "}:"
        return text
    }
}

/// The names of one key: those of its tokens and of its value, and the one that an envelope must bear.
struct ReadNames: Sendable {
    var tokens: [String]
    var value: String
    var full: String
}

/// The names of content-addressed values: tenants and machines share them, so they hold no fingerprint and no
/// incarnation.
package enum ContentNames {
    /// A key's value, or one part of it; each key has a hash tag of its own.
    package static func value(of key: CacheKey, part: String? = nil) -> String {
        "\(key.namespace):{\(key.storageText)}" + (part.map { ":\($0)" } ?? "")
    }

    /// The prefixes of the names of all values of a namespace.
    package static func prefixes(of namespace: String) -> [String] { ["v:", "h:"].map { "\(namespace):{\($0)" } }

    /// The whole of a key: what an envelope must name.
    package static func full(of key: CacheKey, part: String? = nil) -> String {
        "\(key.namespace):\(key.text)" + (part.map { ":\($0)" } ?? "")
    }
}
