public import CacheBridge

extension CacheConfiguration {
    /// Tells the cache of queries: their namespaces, and that these depend on the tables that the queries name.
    public mutating func add(_ queries: [any CacheableQuery]) {
        for query in queries {
            if !namespaces.contains(query.namespace) { namespaces.append(query.namespace) }
            dependencies.declare(query.namespace, reads: query.reads)
        }
    }
}
