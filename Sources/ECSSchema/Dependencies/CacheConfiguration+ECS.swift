public import CacheBridge
public import CachedQueries

extension CacheConfiguration {
    /// Tells the cache of queries over the schema's tables, its own or the application's.
    ///
    /// Their namespaces depend on the tables that the queries name, as with `add(_:)`, and also on those whose deleted
    /// rows take theirs with them: a revision that deletes agents says nothing of traits.
    public mutating func add(ecs queries: [any CacheableQuery]) {
        add(queries)
        for query in queries {
            for definition in ECSTables.all
            where query.reads.contains(where: ECSTables.deletion(from: definition.name).contains) {
                dependencies.declare(query.namespace, reads: [definition.name])
            }
        }
    }
}
