package import MigrationDSL
import MigratorCore
import MigratorDatabase
package import MigratorSystem

/// What the statements of a history have made: tables with their columns, constraints and indexes, views and types.
///
/// Beside ``Catalogue``, which knows what loading rows needs, it knows what a statement's effects depend on.
package struct Inventory: Sendable {
    /// What the database's own rules say.
    package let rules: any CatalogueRules
    /// Counts the revisions, so that what the present one made is told from what was there.
    package private(set) var revision = 0
    /// Whether it began with an empty database and everything since could be followed.
    package private(set) var isWhole: Bool
    package var tables: [ObjectName: KnownTable] = [:]
    /// Whether foreign keys of other tables follow a table to its new name.
    package var followsRenames = true
    /// The labels of enum types, and the revision that made each type.
    package var enums: [ObjectName: (labels: [String], madeIn: Int)] = [:]
    /// The domains, and whether each refuses values of its type.
    package var domains: [ExactText: (base: SQLType, isConstrained: Bool)] = [:]
    /// The functions that a revision made, and whether each may answer otherwise at each call.
    package var functions: [ExactText: Bool] = [:]

    package init(_ rules: any CatalogueRules, isWhole: Bool = true) {
        self.rules = rules
        self.isWhole = isWhole
    }

    /// Begins a revision: what was made until now was there before.
    package mutating func begin() { revision += 1 }

    /// Notes that anything may have been made or changed.
    package mutating func doubt() { isWhole = false }

    // MARK: Names

    /// The one spelling under which an object is kept.
    package func key(_ name: ObjectName) -> ObjectName {
        let schema = name.schema.map(rules.kind.rules.folded)
        let isHome = schema.map { $0.isExactly(rules.homeSchema) || (rules.homeSchema.isEmpty && $0 == "main") } ?? true
        return ObjectName(rules.kind.rules.folded(name.name), schema: isHome ? nil : schema)
    }

    package func isSame(_ left: ObjectName, _ right: ObjectName) -> Bool { key(left) == key(right) }
    package func isSame(_ left: String, _ right: String) -> Bool { rules.kind.isSame(left, right) }

    package func table(_ name: ObjectName) -> KnownTable? { tables[key(name)] }

    /// Whether the present revision made a table, which no application knows then.
    package func isNew(_ name: ObjectName) -> Bool {
        table(name).map { $0.madeIn == revision && revision > 0 } ?? false
    }

    package func column(_ name: String, of table: ObjectName) -> KnownColumn? {
        self.table(table)?.columns.first { isSame($0.name, name) }
    }

    /// The table of an index, and the index.
    package func index(_ name: ObjectName) -> (table: KnownTable, index: KnownIndex)? {
        let schema = key(name).schema
        for table in tables.values where key(table.name).schema == schema {
            if let index = table.indexes.first(where: { isSame($0.name, name.name) }) { return (table, index) }
            let owner = table.constraints.first { constraint in
                guard [.primaryKey, .unique, .exclude].contains(constraint.kind) else { return false }
                return constraint.name.map { isSame($0, name.name) } ?? false
            }
            if let owner {
                var index = KnownIndex(name.name)
                index.columns = owner.columns
                index.isUnique = true
                return (table, index)
            }
        }
        return nil
    }

    /// The columns of a table's primary key.
    package func key(of table: ObjectName) -> [String] {
        self.table(table)?.constraints.first { $0.kind == .primaryKey }?.columns ?? []
    }

    /// The tables whose foreign keys refer to a table, and those keys.
    package func references(to name: ObjectName) -> [(table: KnownTable, key: KnownConstraint)] {
        let target = key(name)
        var found: [(table: KnownTable, key: KnownConstraint)] = []
        for table in tables.values {
            for constraint in table.constraints where constraint.kind == .foreignKey {
                if constraint.references.map(key) == target { found.append((table, constraint)) }
            }
        }
        return found.sorted { "\($0.table.name)" < "\($1.table.name)" }
    }

    /// The partitions of a table.
    package func partitions(of name: ObjectName) -> [KnownTable] {
        let target = key(name)
        return tables.values.filter { $0.parent.map(key) == target }
    }

    // MARK: Changes

    package mutating func edit(_ name: ObjectName, _ body: (inout KnownTable) -> Void) {
        let key = key(name)
        guard var table = tables[key] else { return }
        tables[key] = nil
        body(&table)
        tables[key] = table
    }

    package mutating func move(_ name: ObjectName, to newName: ObjectName) {
        let (old, new) = (key(name), key(newName))
        guard old != new, var table = tables.removeValue(forKey: old) else { return }
        table.name = newName
        tables[new] = table
        guard followsRenames else { return }
        for key in Array(tables.keys) {
            guard let other = tables[key] else { continue }
            if other.parent.map(self.key) == old { tables[key]?.parent = newName }
            if other.copyOf.map(self.key) == old { tables[key]?.copyOf = newName }
            guard other.constraints.contains(where: { $0.references.map(self.key) == old }) else { continue }
            for index in other.constraints.indices where other.constraints[index].references.map(self.key) == old {
                tables[key]?.constraints[index].references = newName
            }
        }
    }

    package mutating func remove(_ name: ObjectName) {
        let target = key(name)
        tables[target] = nil
    }
}
