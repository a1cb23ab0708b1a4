/// Which namespace reads which tables.
public struct NamespaceDependencies: Sendable, Hashable {
    private var tables: [String: Set<String>] = [:]

    /// No namespace reads anything.
    public init() {}

    /// Declares that a namespace reads tables, beside those it was said to read before.
    ///
    /// Names are given without a schema; upper and lower case are the same, as on SQLite they are.
    public mutating func declare(_ namespace: Namespace, reads names: [String]) {
        tables[namespace.name, default: []].formUnion(names.map { $0.lowercased() })
    }

    /// The tables that a step touched.
    public enum Touched: Sendable, Hashable {
        /// These tables.
        case tables([String])
        /// Any table: SQL of which the tables are not declared.
        case everything
    }

    /// The namespaces that a change makes stale, sorted.
    ///
    /// A change of the schema, and a stamp, make all declared ones stale; a change of rows those that read the tables.
    public func namespaces(
        _ kind: InvalidationEvent.Kind,
        _ direction: InvalidationEvent.Direction,
        touching touched: Touched
    ) -> [String] {
        guard !kind.touchesSchema, direction != .stamp, case .tables(let names) = touched else {
            return tables.keys.sorted()
        }
        let lowercased = names.map { $0.lowercased() }
        return tables.filter { !$0.value.isDisjoint(with: lowercased) }.keys.sorted()
    }
}
