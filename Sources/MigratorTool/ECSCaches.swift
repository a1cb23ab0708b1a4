import CachedQueries
import ECSSchema
import MigratorCLI

extension ApplicationCaches {
    /// The entity-component schema's cached queries.
    static let ecs = ApplicationCaches(
        configure: { $0.add(ecs: ECSQueries.all) },
        queries: { cache, connect in
            let database = CachedDatabase.ecs(cache, connections: QueryPool(limit: 2, connect: connect))
            return database.queries.map { query in
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
