import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorSystem

/// What only the end of a revision tells on PostgreSQL.
struct PostgresConclusion {
    let scope: EffectScope

    private var inventory: Inventory { scope.inventory }

    /// How many locks a transaction may have with the settings that PostgreSQL comes with.
    private static let lockBudget = 6_400

    var effects: [Effect] {
        var effects = scope.unmended
        for case .foreignKey(let key, let child, let position) in scope.later {
            effects += self.effects(of: key, child, position)
        }
        guard scope.isTransaction else { return effects }
        let locked = scope.held.filter { $0.value == .accessExclusive }.keys.sorted { "\($0)" < "\($1)" }
        if locked.count >= 3 {
            effects.append(
                scope.effect(
                    on: locked[0],
                    .accessExclusive,
                    .manyTablesLocked,
                    locked.map { "\($0)" }.joined(separator: ", ")
                )
            )
        }
        // Of what a name without a table here stands for, one lock is known.
        let made = inventory.tables.values.filter { $0.madeIn == inventory.revision }
        let known = scope.held.keys.compactMap { inventory.table($0) } + made
        let unknown = scope.held.keys.count { inventory.table($0) == nil }
        let relations = known.reduce(unknown) { sum, table in
            let keys = table.constraints.count { [.primaryKey, .unique, .exclude].contains($0.kind) }
            return sum + 1 + table.indexes.count + keys
        }
        if relations > Self.lockBudget {
            effects.append(scope.effect(on: "the transaction", nil, .tooManyLocks, "\(relations)") { $0.fails = true })
        }
        return effects
    }

    private func effects(of key: KnownConstraint, _ child: ObjectName, _ position: Int) -> [Effect] {
        // It may have another name by now, or be gone.
        guard let table = scope.now(child), let parent = key.references,
            table.constraints.contains(where: {
                $0.kind == .foreignKey && $0.columns.map(ExactText.init) == key.columns.map(ExactText.init)
            })
        else { return [] }
        func effect(_ cause: Effect.Cause, _ detail: String) -> Effect {
            var effect = scope.effect(on: table.name, nil, cause, detail)
            effect.position = position
            // Rows that come later count as well.
            effect.isNew = false
            return effect
        }
        var effects: [Effect] = []
        if !isIndexed(key.columns, table) {
            effects.append(effect(.keyWithoutIndex, key.columns.joined(separator: ", ")))
        }
        let referenced = key.referencedColumns.isEmpty ? inventory.key(of: parent) : key.referencedColumns
        for (column, other) in zip(key.columns, referenced) {
            guard let mine = inventory.column(column, of: table.name)?.type,
                let theirs = inventory.column(other, of: parent)?.type, differs(mine, theirs)
            else { continue }
            effects.append(
                effect(.keyTypeDiffers, "\(column) is \(mine.held.base), and \(parent).\(other) \(theirs.held.base)")
            )
        }
        return effects
    }

    /// Whether an index, or a key, begins with the columns in any order.
    private func isIndexed(_ columns: [String], _ table: KnownTable) -> Bool {
        let wanted = Set(columns.map(ExactText.init))
        let indexes = table.indexes.filter { index in
            guard index.isPartial, let text = index.text else { return true }
            return text.words.keywords(text.range).contains("not")
        }
        let keys = table.constraints.filter { [.primaryKey, .unique].contains($0.kind) }
        let all = indexes.map { $0.columns.map { $0 ?? "" } } + keys.map(\.columns)
        return all.contains { Set($0.prefix(columns.count).map(ExactText.init)) == wanted }
    }

    private func differs(_ mine: SQLType, _ theirs: SQLType) -> Bool {
        func family(_ type: SQLType) -> String {
            let type = inventory.domains[ExactText(type.base)]?.base.held ?? type.held
            return ["text", "varchar", "char", "citext"].contains(type.base) ? "text" : type.base
        }
        let (left, right) = (family(mine), family(theirs))
        return !left.isEmpty && !right.isEmpty && !left.isExactly(right)
    }
}
