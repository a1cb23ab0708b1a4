public import CachedQueries
import MigratorSystem

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
