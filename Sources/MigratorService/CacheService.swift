public import CacheBridge
public import Migrator
public import ServiceLifecycle

/// Runs the cache of a database for as long as the program runs, and another one when the database turns out to be
/// another: a backup that was put back, a file that was replaced.
///
/// ```swift
/// let caches = CacheService { fingerprint in CoherentCache(configuration(for: fingerprint)) }
/// let engine = MigrationEngine(
///     revisions: history, caches: MigratorCaches(targets: [caches.target("redis")]), connect: connect
/// )
/// let migrations = MigrationService(engine, caches: caches)
/// ```
public final class CacheService: Service {
    private struct Current: Sendable, Equatable {
        var cache: CoherentCache?
        /// The counters of the caches before this one.
        var past = CacheStatistics()

        static func == (left: Current, right: Current) -> Bool { left.cache === right.cache }
    }

    private let make: @Sendable (Fingerprint) -> CoherentCache?
    private let current: Followed<Current>

    /// A service that makes its cache when the database's name is known.
    ///
    /// - Parameter make: Makes the cache of a database; called again, one call at a time, when its name has changed. What
    ///   else leads to the old one, such as a pool of connections to a file that was replaced, is to be made anew there.
    ///   It must not use the service.
    public init(_ make: @escaping @Sendable (Fingerprint) -> CoherentCache) {
        self.make = make
        current = Followed(Current())
    }

    /// A service that runs a cache which is there, and no other.
    public init(_ cache: CoherentCache) {
        make = { cache.configuration.fingerprint == $0 ? cache : nil }
        current = Followed(Current(cache: cache))
    }

    /// The cache; `nil` before the database's name is known.
    public var cache: CoherentCache? { current.value.cache }

    /// The counters of this cache and of those before it.
    ///
    /// Counters never fall, even when the database gets another name. The entries in memory are the present cache's
    /// alone.
    public var statistics: CacheStatistics {
        let now = current.value
        var sum = now.past
        if let cache = now.cache { sum.merge(cache.statistics) }
        sum.processes = 1
        return sum
    }

    /// The counters of a cache, without its entries, which are released with it.
    private static func counters(of cache: CoherentCache) -> CacheStatistics {
        var figures = cache.statistics
        (figures.memoryEntries, figures.memoryBytes) = (0, 0)
        for name in figures.namespaces.keys {
            figures.namespaces[name]?.entries = [:]
            figures.namespaces[name]?.bytes = [:]
        }
        return figures
    }

    /// The cache of a database: the one that there is, or a new one, which takes its place, if it has another name now.
    ///
    /// - Returns: `nil` if the service was given a cache of another database.
    @discardableResult
    public func cache(of fingerprint: Fingerprint) -> CoherentCache? {
        var found: CoherentCache?
        current.change { current in
            if current.cache?.configuration.fingerprint != fingerprint, let cache = make(fingerprint) {
                if let old = current.cache { current.past.merge(Self.counters(of: old)) }
                current.cache = cache
            }
            found = current.cache?.configuration.fingerprint == fingerprint ? current.cache : nil
        }
        return found
    }

    /// The cache's store as a migrator tells it of events, recorded under the configured name of the deployment.
    public func target(_ name: String) -> DeliveryTarget {
        DeliveryTarget(name: name) { [self] in
            let cache = cache(of: $0)
            cache?.expectDrains()
            return cache
        }
    }

    /// Runs the cache until it is cancelled or shut down gracefully.
    public func run() async throws {
        let current = current
        await cancelWhenGracefulShutdown {
            var running: Task<Void, Never>?
            for await cache in current.values().compactMap(\.cache) {
                running?.cancel()
                await running?.value
                running = Task { await cache.run() }
            }
            running?.cancel()
            await running?.value
        }
    }
}
