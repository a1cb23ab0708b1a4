import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorSystem

/// What only the end of a revision tells on SQLite: whether a table that went was made anew, and what it lost.
struct SQLiteConclusion {
    let scope: EffectScope

    private var inventory: Inventory { scope.inventory }

    var effects: [Effect] {
        var effects = scope.unmended.filter { $0.cause != .tableDropped }
        for later in scope.later {
            switch later {
            case .tableDropped(let old, let effect): effects += self.effects(of: old, effect)
            case .tableRenamed(let name, let effect): effects += renamedFirst(name, effect)
            default: break
            }
        }
        if let (table, position) = scope.touchedKeys, !scope.checkedForeignKeys, !scope.switchesForeignKeys {
            effects.append(scope.effect(on: table, nil, .keysUnchecked) { $0.position = position })
        }
        return effects
    }

    private func effects(of old: KnownTable, _ effect: Effect) -> [Effect] {
        let name = scope.formerName(of: old.name)
        guard let new = inventory.table(name), new.madeIn == inventory.revision, let source = new.copyOf,
            inventory.isSame(source, old.name)
        else { return old.madeIn == inventory.revision ? [] : [effect] }
        func made(_ cause: Effect.Cause, _ detail: String) -> Effect {
            scope.effect(on: name, nil, cause, detail) { made in
                (made.position, made.isNew) = (effect.position, false)
                made.isSmall = effect.isSmall
            }
        }
        func has(_ columns: [KnownColumn], _ name: String) -> Bool {
            columns.contains { inventory.isSame($0.name, name) }
        }
        var effects: [Effect] = []
        for column in old.columns where !has(new.columns, column.name) && new.isComplete {
            var dropped = made(.columnDropped, column.name)
            (dropped.losesData, dropped.breaksApplication) = (true, true)
            effects.append(dropped)
        }
        let lost = lost(by: new, of: old)
        if !lost.isEmpty { effects.append(made(.rebuildLoses, lost.joined(separator: ", "))) }
        let refusing = new.columns.filter { column in
            !column.isNullable && old.columns.contains { inventory.isSame($0.name, column.name) && $0.isNullable }
                && !inventory.key(of: old.name).contains { inventory.isSame($0, column.name) }
                && !inventory.key(of: name).contains { inventory.isSame($0, column.name) }
        }
        let checks = { (table: KnownTable) in table.constraints.count { $0.kind == .check } }
        if let column = refusing.first {
            effects.append(made(.rowsRefused, column.name))
        } else if checks(new) > checks(old) {
            effects.append(made(.rowsRefused, "a CHECK"))
        }
        if let rows = scope.facts(of: name)?.rows, rows > 0, scope.facts(of: name)?.isSmall == false {
            var locked = made(.writersLocked, "the rebuild of the table")
            (locked.rewrites, locked.scans) = (true, true)
            effects.append(locked)
        }
        return effects
    }

    /// The indexes and triggers that the old table had and the new one has not.
    private func lost(by new: KnownTable, of old: KnownTable) -> [String] {
        let indexes = old.indexes.filter { index in
            let isGone = index.columns.contains { column in
                column.map { name in !new.columns.contains { inventory.isSame($0.name, name) } } ?? false
            }
            let isThere = new.indexes.contains { other in
                inventory.isSame(other.name, index.name)
                    || other.columns.map { $0 ?? "" }.map(ExactText.init)
                        == index.columns.map { $0 ?? "" }.map(ExactText.init)
            }
            return !isGone && !isThere && index.madeIn != inventory.revision
        }
        let triggers = old.triggers.filter { trigger in
            trigger.madeIn != inventory.revision && !new.triggers.contains { inventory.isSame($0.name, trigger.name) }
        }
        return indexes.map { "index \($0.name)" } + triggers.map { "trigger \($0.name)" }
    }

    /// Children follow the old table to its new name, and find nothing when it goes.
    private func renamedFirst(_ name: ObjectName, _ effect: Effect) -> [Effect] {
        guard scope.inventory.followsRenames, let new = inventory.table(name), new.madeIn == inventory.revision,
            new.kind == .table
        else { return [] }
        let aside = ObjectName(effect.detail, schema: name.schema)
        guard let child = inventory.references(to: aside).first, !inventory.isSame(child.table.name, aside) else {
            return []
        }
        return [
            scope.effect(on: name, nil, .renamedFirst, "\(child.table.name)") { made in
                (made.position, made.isNew, made.fails) = (effect.position, false, true)
            }
        ]
    }
}
