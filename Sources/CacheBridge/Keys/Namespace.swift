/// A part of the cache: what it holds, for how long, and what makes it stale.
public struct Namespace: Sendable, Hashable {
    /// The name, with which every name in the store begins; small letters, digits and `_`.
    public let name: String
    /// How long an entry may be used.
    public var timeToLive: Duration
    /// The rule that makes entries stale before their time.
    public var coherence: Coherence
    /// Whose settings apply, and whose store it lies in where owners have several.
    public var owner: Owner
    /// The way in which a value is written through the cache.
    public var writePolicy: WritePolicy
    /// How long past its time an entry may still be given when loading fails; zero for never.
    public var staleOnError: Duration
    /// Whether only one process at a time loads a missing entry.
    public var hasSingleLoader: Bool
    /// XFetch's β: how eagerly an entry is loaded anew before its time is up; 0 for never.
    public var earliness: Double
    /// How long it is remembered that there is no value, or an empty list of them.
    public var negativeTimeToLive: Duration
    /// Whether entries from a store elsewhere count only when they are signed.
    public var demandsTrust: Bool

    /// Creates a namespace.
    public init(
        _ name: String,
        timeToLive: Duration,
        coherence: Coherence = .whole,
        owner: Owner,
        writePolicy: WritePolicy = .around,
        staleOnError: Duration = .zero,
        hasSingleLoader: Bool = false,
        earliness: Double = 1,
        negativeTimeToLive: Duration? = nil,
        demandsTrust: Bool = false
    ) {
        self.name = name
        self.timeToLive = timeToLive
        self.coherence = coherence
        self.owner = owner
        self.writePolicy = writePolicy
        self.staleOnError = staleOnError
        self.hasSingleLoader = hasSingleLoader
        self.earliness = earliness
        self.negativeTimeToLive = negativeTimeToLive ?? min(timeToLive, .seconds(60))
        self.demandsTrust = demandsTrust
    }

    /// Two namespaces are the same if their names are.
    public static func == (left: Namespace, right: Namespace) -> Bool { left.name == right.name }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Namespace {
    /// The rule that makes entries stale before their time is up.
    public enum Coherence: Sendable, Hashable {
        /// An event for the namespace: all entries at once.
        case whole
        /// A write to one entity, or an event for all.
        case perEntity
        /// Nothing: the key is a digest of what the value was made from.
        case contentAddressed
    }

    /// Whose settings apply to a namespace.
    public struct Owner: Sendable, Hashable {
        /// The beginning of the names of its variables: `SHOP` for `SHOP_CACHE_ENABLED`, `SHOP_CACHE_TTL` and
        /// `SHOP_REDIS_DB`.
        public let prefix: String
        /// Whether its entries describe how far a history is applied: then each step makes them stale, even one that
        /// touches no table they read.
        public let followsHistory: Bool

        /// Creates an owner.
        public init(prefix: String, followsHistory: Bool = false) {
            self.prefix = prefix
            self.followsHistory = followsHistory
        }
    }

    /// The way in which a value is written through the cache.
    public enum WritePolicy: Sendable, Hashable {
        /// The value is stored in its source, then in the cache if nothing else was written meanwhile.
        case through
        /// The value is kept in memory and stored a little later; values still queued when the process is killed are
        /// lost.
        case back
        /// The value is stored in its source, and the cache drops its entry.
        case around
    }
}
