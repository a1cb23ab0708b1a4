import MigratorSystem

/// What a transaction has written so far.
struct Touched: Sendable {
    /// The agents whose rows were written, by table.
    private(set) var agents: [String: Set<String>] = [:]
    /// The tables of which anything may have been written.
    private(set) var tables: Set<ExactText> = []

    /// Notes a table, whole if no agents are given.
    mutating func insert(_ table: String, agents owners: [String]?) {
        guard let owners else {
            tables.insert(ExactText(table))
            return
        }
        agents[table, default: []].formUnion(owners)
    }
}
