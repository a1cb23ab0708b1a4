package import MigrationDSL
package import MigratorCatalogue
import MigratorSystem

/// What the effects of a statement depend on: what is there, how much of it, and what the revision did before.
package struct EffectScope: Sendable {
    /// What the statements before have made.
    package var inventory: Inventory
    /// What is known of tables in the database that runs.
    package let facts: [ObjectName: TableFacts]
    /// The oldest server that the revision must work on.
    package let version: ServerAge
    /// Whether all statements run in one transaction.
    package let isTransaction: Bool
    /// Whether foreign keys are kept; of SQLite.
    package var keepsForeignKeys = true
    /// Whether the engine switches foreign keys for a revision that says so, and looks at them afterwards.
    package var switchesForeignKeys = false
    /// A table whose foreign keys nobody kept while its rows changed, and where that was.
    var touchedKeys: (table: ObjectName, position: Int)?
    /// Whether they were looked at after they were off.
    package var checkedForeignKeys = false
    /// The revision that this one takes back, as ``Inventory/revision`` counts, if it is a downgrade.
    package var undoes: Int?
    /// The index of the statement.
    package var position = 0

    /// The strongest locks that the transaction holds on what was there before.
    var held: [ObjectName: LockMode] = [:]
    /// The values that enum types were given.
    var addedValues: [(type: ObjectName, label: String)] = []
    /// The tables that checks at the end of the transaction are queued for.
    var pending: Set<ObjectName> = []
    var isUTC = false
    /// The columns that the revision added.
    var addedColumns: [ObjectName: [String]] = [:]
    /// What is judged only when the revision is read to its end.
    var later: [Later] = []
    /// The names that tables had when the revision began, by their names now.
    var formerNames: [ObjectName: ObjectName] = [:]

    /// Something that a later statement may mend.
    enum Later: Sendable {
        case tableDropped(KnownTable, Effect)
        case viewDropped(KnownTable, Effect)
        case tableRenamed(ObjectName, Effect)
        case columnRenamed(String, of: ObjectName, Effect)
        case foreignKey(KnownConstraint, of: ObjectName, position: Int)
    }

    /// Begins a revision.
    package init(
        _ inventory: Inventory,
        facts: [ObjectName: TableFacts] = [:],
        version: ServerAge,
        isTransaction: Bool
    ) {
        self.inventory = inventory
        self.inventory.begin()
        self.facts = Dictionary(facts.map { (inventory.key($0.key), $0.value) }) { first, _ in first }
        self.version = version
        self.isTransaction = isTransaction
        for (name, facts) in self.facts where !facts.exists { self.inventory.tables[name] = nil }
    }

    package func facts(of name: ObjectName) -> TableFacts? {
        facts[inventory.key(formerNames[inventory.key(name)] ?? name)]
    }

    func isNew(_ name: ObjectName) -> Bool { inventory.isNew(name) }

    /// Whether a table is known not to be there.
    func isAbsent(_ name: ObjectName) -> Bool {
        if inventory.isNew(name) { return false }
        if let facts = facts(of: name) { return !facts.exists }
        return inventory.isWhole && inventory.table(name) == nil
    }

    /// An effect on an object.
    func effect(
        on object: ObjectName,
        of table: ObjectName? = nil,
        _ lock: LockMode? = nil,
        _ cause: Effect.Cause? = nil,
        _ detail: String = "",
        _ body: (inout Effect) -> Void = { _ in }
    ) -> Effect {
        var effect = Effect(object)
        effect.lock = lock
        effect.cause = cause
        effect.detail = detail
        effect.isNew = isNew(table ?? object)
        let facts = facts(of: table ?? object)
        effect.isSmall = facts?.isSmall ?? false
        effect.rows = facts?.rows
        effect.position = position
        body(&effect)
        return effect
    }
}

/// The age of a database's program, by the first two numbers of its version.
package struct ServerAge: Comparable, Hashable, Sendable {
    package let major: Int
    package let minor: Int

    package init(_ major: Int, _ minor: Int = 0) {
        self.major = major
        self.minor = minor
    }

    /// Reads `15`, `15.4` or `3.40.1`.
    package init?(_ text: String) {
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard let first = numbers.first, let major = first, !numbers.contains(where: { $0 == nil }) else { return nil }
        self.init(major, numbers.count > 1 ? numbers[1] ?? 0 : 0)
    }

    package static func < (left: ServerAge, right: ServerAge) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}

extension ServerAge: CustomStringConvertible {
    package var description: String { minor == 0 ? "\(major)" : "\(major).\(minor)" }
}
