import ECSSchema
import MigratorCLI

extension ApplicationCaches {
    /// The entity-component schema's cached queries.
    static let ecs = ApplicationCaches(
        configure: { $0.add(ECSQueries.all) },
        queries: { cache, connect in
            let database = CachedDatabase(cache, connections: QueryPool(limit: 2, connect: connect))
            return ECSQueries.all.map { query in
                StandingQuery(
                    query.name,
                    in: query.namespace,
                    warm: { try await query.warm(database, limit: $0) },
                    verify: { limit in
                        let found = try await query.verify(database, limit: limit)
                        return CacheComparison(
                            sampled: found.sampled,
                            compared: found.compared,
                            differing: found.differing
                        )
                    }
                )
            }
        }
    )
}
