public import CacheBridge
import MigratorOutbox
import Synchronization

/// The caches of the engine's own: parsed payloads in `alembic_data`; in `alembic` where databases stand, and what empty
/// ones said of schemas and texts.
///
/// They make an answer faster and never different: what a run does to a database, the database alone decides.
public final class EngineCaches: Sendable {
    /// Which database is meant, as far as that is known without asking it: its URL without user's secrets.
    public let target: String
    /// Whether payloads are kept whatever they took to make: for tests, which a busy machine must not change.
    package let keepsAll: Bool
    private let make: @Sendable (Fingerprint) -> CoherentCache
    private let made = Mutex<[Fingerprint: CoherentCache]>([:])
    /// What was found last, for a process that has no store.
    let latest = Mutex<[CacheKey: StoredStatus]>([:])

    /// Creates the caches; nothing is connected before it is needed.
    ///
    /// - Parameters:
    ///   - target: Which database is meant: the same text for the same database on every machine.
    ///   - make: Makes the cache of a database; called once for each fingerprint.
    public convenience init(target: String, make: @escaping @Sendable (Fingerprint) -> CoherentCache) {
        self.init(target: target, keepsAll: false, make: make)
    }

    package init(target: String, keepsAll: Bool, make: @escaping @Sendable (Fingerprint) -> CoherentCache) {
        self.target = target
        self.keepsAll = keepsAll
        self.make = make
    }

    /// The cache of a database.
    public func cache(of fingerprint: Fingerprint) -> CoherentCache {
        made.withLock { made in
            if let cache = made[fingerprint] { return cache }
            let cache = make(fingerprint)
            made[fingerprint] = cache
            return cache
        }
    }

    /// Adds what was counted to what all processes counted; for a process that is about to end.
    public func shutdown() async {
        for cache in made.withLock({ Array($0.values) }) { await cache.shutdown() }
    }

    /// Whether this process's memory stands in for a store.
    var keepsInMemory: Bool {
        let configuration = general.configuration
        return !hasStore && configuration.settings.fallback != .none && configuration.settings.isEnabled(.alembic)
    }

    /// Whether other processes see what is kept.
    var isShared: Bool {
        let configuration = general.configuration
        return (hasStore || configuration.disk != nil) && configuration.settings.isEnabled(.alembic)
    }

    private var hasStore: Bool {
        let configuration = general.configuration
        return configuration.settings.redisEnabled
            && (configuration.remotes[.migrations] ?? configuration.remote) != nil
    }

    /// The cache of what is known before the database is asked for its name; payloads belong to no database.
    var general: CoherentCache { cache(of: Fingerprint(identity: "", place: ["target", target])) }
}
