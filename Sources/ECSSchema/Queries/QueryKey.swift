import MigratorSystem

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What a cached query is asked for: the same parts, the same answer.
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
        self.init(uuidString: text)
    }

    /// The 36 lower-case characters, as SQLite holds them.
    var text: String { uuidString.lowercased() }
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

/// A spirit and a style, which name an agent template.
public struct SpiritStyle: QueryKey {
    /// The spirit's name.
    public var spirit: String
    /// The style.
    public var style: String

    /// Creates a key.
    public init(_ spirit: String, _ style: String) {
        self.spirit = spirit
        self.style = style
    }

    /// Whether both parts are the same, byte by byte.
    public static func == (left: SpiritStyle, right: SpiritStyle) -> Bool {
        left.spirit.isExactly(right.spirit) && left.style.isExactly(right.style)
    }

    /// Both.
    public var cacheKeyParts: [String] { [spirit, style] }

    /// Reads both.
    public init?(cacheKeyParts: [String]) {
        guard cacheKeyParts.count == 2 else { return nil }
        self.init(cacheKeyParts[0], cacheKeyParts[1])
    }
}
