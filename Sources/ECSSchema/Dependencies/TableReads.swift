import CacheBridge

/// Which namespace reads which tables, in the words of the queries themselves.
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

extension ECSTables {
    /// A table and those whose rows go when rows of it are deleted.
    static func deletion(from table: String) -> Set<String> { deletions[table] ?? [table] }

    private static let deletions = Dictionary(uniqueKeysWithValues: all.map { ($0.name, rowsGone(from: $0.name)) })

    private static func rowsGone(from table: String) -> Set<String> {
        var found: Set<String> = [table]
        var isGrowing = true
        while isGrowing {
            let more = all.filter { !found.isDisjoint(with: $0.cascadingParents) }.map(\.name)
            isGrowing = !found.isSuperset(of: more)
            found.formUnion(more)
        }
        return found
    }
}
