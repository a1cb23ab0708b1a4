import MigratorSystem

/// The tables and entities that a transaction has written so far.
struct Touched: Sendable {
    /// The entities whose rows were written, by table.
    private(set) var entities: [String: Set<String>] = [:]
    /// The tables of which any row may have been written.
    private(set) var tables: Set<ExactText> = []

    /// Notes a table, whole if no entities are given.
    mutating func insert(_ table: String, entities owners: [String]?) {
        guard let owners else {
            tables.insert(ExactText(table))
            return
        }
        entities[table, default: []].formUnion(owners)
    }
}
