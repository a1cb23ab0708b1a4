import MigratorDatabase

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The key that a cached query is asked for: equal parts give the same answer.
public protocol QueryKey: Hashable, Sendable {
    /// The parts of the cache key, the same in every process.
    var cacheKeyParts: [String] { get }

    /// Reads a key from its parts, so that `cache verify` can ask for what only the cache knows; `nil` if it cannot.
    init?(cacheKeyParts: [String])
}

extension QueryKey {
    /// Reads nothing.
    public init?(cacheKeyParts: [String]) { return nil }
}

extension String: QueryKey {
    /// The text.
    public var cacheKeyParts: [String] { [self] }

    /// Reads the text.
    public init?(cacheKeyParts: [String]) {
        guard let text = cacheKeyParts.first, cacheKeyParts.count == 1 else { return nil }
        self = text
    }
}

extension Int: QueryKey {
    /// The number's digits.
    public var cacheKeyParts: [String] { [String(self)] }

    /// Reads the digits.
    public init?(cacheKeyParts: [String]) {
        guard let text = String(cacheKeyParts: cacheKeyParts) else { return nil }
        self.init(text)
    }
}

extension UUID: QueryKey {
    /// The 36 lower-case characters.
    public var cacheKeyParts: [String] { [text] }

    /// Reads the characters.
    public init?(cacheKeyParts: [String]) {
        guard let text = String(cacheKeyParts: cacheKeyParts) else { return nil }
        self.init(text: text)
    }
}

/// The key of a query that has one answer.
public struct WholeTable: QueryKey {
    /// Creates the key.
    public init() {}

    /// None.
    public var cacheKeyParts: [String] { [] }

    /// Reads none.
    public init?(cacheKeyParts: [String]) {
        guard cacheKeyParts.isEmpty else { return nil }
    }
}
