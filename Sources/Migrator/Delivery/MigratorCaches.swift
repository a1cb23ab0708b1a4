public import CacheBridge

/// What a migrator knows of caches: those that its revisions make stale, and its own.
///
/// Without any, events are written to the outbox all the same, for whoever drains it later.
public struct MigratorCaches: Sendable {
    /// The stores that are told.
    public var targets: [DeliveryTarget]
    /// Which namespace reads which tables.
    public var dependencies: NamespaceDependencies {
        get { declared.value }
        set { declared = Deferred { newValue } }
    }
    /// The caches of the engine's own; `nil` for none.
    public var engine: EngineCaches?

    private var declared: Deferred<NamespaceDependencies>

    /// Creates it; by default there are no caches.
    public init(
        targets: [DeliveryTarget] = [],
        dependencies: NamespaceDependencies = NamespaceDependencies(),
        engine: EngineCaches? = nil
    ) {
        self.targets = targets
        declared = Deferred { dependencies }
        self.engine = engine
    }

    /// Creates it without caches; the dependencies are worked out when there is something to tell.
    package init(dependencies: @escaping @Sendable () -> NamespaceDependencies) {
        targets = []
        declared = Deferred(dependencies)
    }
}

/// A store that is told what became stale, under the name that deliveries are recorded by.
public struct DeliveryTarget: Sendable {
    /// The configured name of the deployment.
    public let name: String
    let cache: @Sendable (Fingerprint) async -> CoherentCache?

    /// A target whose cache is made when the database's fingerprint is known: it is part of every name in the store.
    ///
    /// - Parameters:
    ///   - name: The configured name of the deployment.
    ///   - cache: Makes the cache of a database, or gives the one that there is; called again if the database turns out
    ///     to be older than the cache, and gets a fingerprint of its own. `nil` leaves the target to other processes.
    public init(name: String, cache: @escaping @Sendable (Fingerprint) async -> CoherentCache?) {
        self.name = name
        self.cache = cache
    }

    /// A target whose cache is there already; it is passed by if the database has another fingerprint by now.
    public init(name: String, cache: CoherentCache) {
        self.init(name: name) { fingerprint in
            cache.configuration.fingerprint == fingerprint ? cache : nil
        }
    }
}
