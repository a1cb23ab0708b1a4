import CacheBridge

/// The tables that each namespace reads, as the queries themselves declare them.
struct TableReads: Sendable {
    private var tables: [String: Set<String>] = [:]

    init(_ queries: [any CacheableQuery]) {
        for query in queries { tables[query.namespace.name, default: []].formUnion(query.reads) }
    }

    /// The names of the namespaces whose SQL names a table.
    func namespaces(reading table: String) -> [String] {
        tables.filter { $0.value.contains(table) }.keys.sorted()
    }
}
