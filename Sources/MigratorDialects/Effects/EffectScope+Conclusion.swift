import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorSystem

// What a later statement of the same revision may mend: a view in place of what had a name, or the same view again.
extension EffectScope {
    /// The effects that nothing mended.
    var unmended: [Effect] {
        later.compactMap { later in
            switch later {
            case .viewDropped(let view, let effect):
                guard let now = inventory.table(view.name) else { return effect }
                return offers(now, view.columns.map(\.name)) ? nil : effect
            case .tableRenamed(let name, let effect):
                // What has its name now answers in its place.
                return inventory.table(name) == nil ? effect : nil
            case .columnRenamed(let column, let table, let effect):
                let former = formerName(of: table)
                guard let now = inventory.table(former) else { return effect }
                let isThere = now.columns.contains { inventory.isSame($0.name, column) }
                return isThere && now.kind == .view ? nil : effect
            case .tableDropped(_, let effect): return effect
            case .foreignKey: return nil
            }
        }
    }

    /// Whether a view has these columns, as far as both are known.
    private func offers(_ view: KnownTable, _ columns: [String]) -> Bool {
        guard view.isComplete else { return true }
        return columns.allSatisfy { column in view.columns.contains { inventory.isSame($0.name, column) } }
    }

    /// The name that a table had when the revision began, by a name that it had since.
    func formerName(of name: ObjectName) -> ObjectName {
        let key = inventory.key(name)
        return formerNames[key] ?? key
    }

    /// A table by a name that it had when the statement ran.
    func now(_ name: ObjectName) -> KnownTable? {
        if let table = inventory.table(name) { return table }
        let key = inventory.key(name)
        guard let current = formerNames.first(where: { $0.value == key })?.key else { return nil }
        return inventory.table(current)
    }
}
