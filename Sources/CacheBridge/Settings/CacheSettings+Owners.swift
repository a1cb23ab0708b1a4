extension CacheSettings {
    /// The settings from the environment for the namespaces of one owner.
    public struct OfOwner: Sendable, Hashable {
        /// `…_CACHE_ENABLED`: whether they are cached; true.
        public var isEnabled = true
        /// `…_CACHE_TTL`: how long an entry may be used, 1 s to 365 days; none: what the namespace says.
        ///
        /// It replaces what a namespace that follows the history says, and bounds what others say.
        public var timeToLive: Duration?
        /// `…_REDIS_DB`: the number of their database, 0 to 65535; none: the URL's.
        public var database: Int?

        /// The settings at their defaults.
        public init() {}
    }

    /// The settings of an owner.
    public subscript(owner: Namespace.Owner) -> OfOwner {
        get { owners[owner] ?? OfOwner() }
        set { owners[owner] = newValue }
    }

    /// Whether a namespace is cached.
    public func isEnabled(_ namespace: Namespace) -> Bool { self[namespace.owner].isEnabled }

    /// A namespace with the time to live that the settings give it: where one was given, nothing lives longer.
    public func applied(to namespace: Namespace) -> Namespace {
        var namespace = namespace
        if let given = self[namespace.owner].timeToLive {
            if !namespace.owner.followsHistory {
                namespace.timeToLive = min(namespace.timeToLive, given)
            } else if namespace.coherence != .contentAddressed {
                namespace.timeToLive = given
            }
        }
        namespace.negativeTimeToLive = min(namespace.negativeTimeToLive, namespace.timeToLive)
        return namespace
    }

    /// The number of the Redis database of an owner's namespaces.
    public func database(of owner: Namespace.Owner) -> Int { self[owner].database ?? redisURL.database }
}

extension SettingReader {
    /// Reads the variables of an owner.
    mutating func settings(of owner: Namespace.Owner) throws(CacheError) -> CacheSettings.OfOwner {
        var settings = CacheSettings.OfOwner()
        let names = CacheSettings.Variables(of: owner)
        try number(names.database, 0...65535, &settings.database)
        try flag(names.isEnabled, &settings.isEnabled)
        try seconds(names.timeToLive, &settings.timeToLive)
        return settings
    }
}

extension CacheSettings {
    /// The names of an owner's variables.
    struct Variables {
        let database, isEnabled, timeToLive: String

        init(of owner: Namespace.Owner) {
            database = "\(owner.prefix)_REDIS_DB"
            isEnabled = "\(owner.prefix)_CACHE_ENABLED"
            timeToLive = "\(owner.prefix)_CACHE_TTL"
        }

        var all: [String] { [database, isEnabled, timeToLive] }
    }
}
