/// Whether a read may use the cache.
@frozen
public enum CacheAccess: Sendable, Hashable {
    /// The value may come from the cache; it is loaded from the primary otherwise.
    case cached
    /// The value is loaded and not stored: inside an open transaction, or on a standby.
    case bypass
}
