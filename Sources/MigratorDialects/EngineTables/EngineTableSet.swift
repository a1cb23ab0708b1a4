package import MigratorDatabase

/// The engine's own tables, those of the outbox among them, as a dialect is handed them.
package struct EngineTableSet: Sendable {
    /// What the engine does with a table, in the words of GRANT.
    package struct Use: Sendable {
        package let table: TableName
        package let rights: [String]

        /// Creates it.
        package init(_ table: TableName, _ rights: [String]) {
            self.table = table
            self.rights = rights
        }
    }

    /// The version table, beside which all others lie.
    package let version: TableName
    /// What makes the tables where they are missing, in the order of their making.
    package let makings: [TableMaking]
    /// What the tables have learned since they were first made.
    package let growth: [Growth]
    /// What a run without caches does with the outbox's tables.
    package let outboxUses: [Use]

    /// Creates it.
    package init(version: TableName, makings: [TableMaking], growth: [Growth], outboxUses: [Use]) {
        self.version = version
        self.makings = makings
        self.growth = growth
        self.outboxUses = outboxUses
    }

    /// The tables without which no program can do, in the order of their making: all but those that came by growth.
    package var required: [TableName] {
        let grown = growth.compactMap { step in
            guard case .table(let table, _) = step.change else { return TableName?.none }
            return table
        }
        return makings.compactMap(\.table).filter { !grown.contains($0) }
    }
}
