public import CacheBridge

extension Namespace.Owner {
    /// The migration engine: `ALEMBIC_CACHE_ENABLED`, `ALEMBIC_CACHE_TTL`, `ALEMBIC_REDIS_DB`.
    public static let migrations = Namespace.Owner(prefix: "ALEMBIC", followsHistory: true)
    /// The application, unless it names an owner of its own: `ECS_CACHE_ENABLED`, `ECS_CACHE_TTL`, `ECS_REDIS_DB`.
    public static let application = Namespace.Owner(prefix: "ECS")
}

extension InvalidationChannel {
    /// The channel on which runs tell caches what became stale: `ecs:invalidate`, kept in `ecs:invalidations`.
    public static let runs = InvalidationChannel(name: "ecs:invalidate", stream: "ecs:invalidations")
}

extension CacheSettings {
    /// Reads the settings of the engine's namespaces and of the application's.
    ///
    /// - Throws: `CacheError` with code `.invalidSetting`, whose message names the variable.
    public static func read(_ environment: [String: String]) throws(CacheError) -> CacheSettings {
        try CacheSettings(environment: environment, owners: [.migrations, .application])
    }
}
