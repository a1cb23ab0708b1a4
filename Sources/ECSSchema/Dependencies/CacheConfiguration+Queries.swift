public import CacheBridge

extension CacheConfiguration {
    /// Tells the cache of queries: their namespaces, and the tables that these depend on.
    ///
    /// A namespace depends on the tables that its queries name, and on those whose deleted rows take theirs with them:
    /// a revision that deletes agents says nothing of traits.
    public mutating func add(_ queries: [any CacheableQuery]) {
        for query in queries {
            if !namespaces.contains(query.namespace) { namespaces.append(query.namespace) }
            dependencies.declare(query.namespace, reads: query.reads)
            for definition in ECSTables.all
            where query.reads.contains(where: ECSTables.deletion(from: definition.name).contains) {
                dependencies.declare(query.namespace, reads: [definition.name])
            }
        }
    }
}
