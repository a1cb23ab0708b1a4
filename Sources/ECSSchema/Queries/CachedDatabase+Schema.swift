public import CacheBridge
public import CachedQueries

extension CachedDatabase {
    /// Creates a database of the schema with a cache of its own.
    ///
    /// ```swift
    /// let database = CachedDatabase.ecs(configuration, connections: QueryPool(limit: 8) { try await open() })
    /// async let listening: Void = database.cache.run()
    /// let template = try await database.agentTemplate(spirit: "fox", style: "exo")
    /// try await database.write { try await $0.save(position) }
    /// ```
    ///
    /// - Parameters:
    ///   - configuration: What the cache is made of; the queries' namespaces and tables are added to it.
    ///   - connections: Where connections come from; they must lead to the primary, or the cache is passed by.
    ///   - queries: The application's own queries, beside those of ``ECSQueries``.
    ///   - outbox: Where events of writes are written; the engine's outbox, if it is not given.
    ///   - readTimeout: How long a read waits for the database, a free connection included, before it throws
    ///     `DatabaseFailure` with code `.timedOut`.
    /// - Returns: The database.
    public static func ecs(
        _ configuration: CacheConfiguration,
        connections: any ConnectionSource,
        queries: [any CacheableQuery] = [],
        outbox: (any OutboxWriter)? = nil,
        readTimeout: Duration = CachedDatabase.defaultReadTimeout
    ) -> CachedDatabase {
        var configuration = configuration
        configuration.add(ecs: ECSQueries.all + queries)
        return ecs(
            CoherentCache(configuration),
            connections: connections,
            queries: queries,
            outbox: outbox,
            readTimeout: readTimeout
        )
    }

    /// Creates a database of the schema over a cache that is there; its configuration must have been given the schema's
    /// queries and the same queries of the application's.
    public static func ecs(
        _ cache: CoherentCache,
        connections: any ConnectionSource,
        queries: [any CacheableQuery] = [],
        outbox: (any OutboxWriter)? = nil,
        readTimeout: Duration = CachedDatabase.defaultReadTimeout
    ) -> CachedDatabase {
        CachedDatabase(
            cache,
            connections: connections,
            queries: ECSQueries.all + queries,
            outbox: outbox,
            readTimeout: readTimeout
        )
    }
}
