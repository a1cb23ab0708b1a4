import MigrationDSL
import MigratorCatalogue
import MigratorSystem

// Indexes and constraints with an index share the names of a schema: what is made waits for what has its name and goes.
extension GenerationOrder {
    mutating func waitForNames() {
        var owners: [NameKey: Int] = [:]
        for (index, act) in acts.enumerated() where act.key.kind == .drop {
            guard let table = pass.old.table(act.key.object.name) else { continue }
            for name in names(of: table, pass.oldTexts) { owners[pass.old.relation(name)] = index }
        }
        // The indexes of what is dropped go with it.
        for entry in pass.old.objects.map(\.entry) {
            guard case .index(let made) = entry.object else { continue }
            let name = ObjectName(made.name, schema: made.table.schema)
            let table = ActKey(.drop, ObjectKey(.table, pass.old.relation(made.table)))
            if let owner = indices[table] { owners[pass.old.relation(name)] = owner }
        }
        guard !owners.isEmpty else { return }
        for (index, act) in acts.enumerated() where act.key.kind == .create {
            let taken: [ObjectName] =
                switch pass.new[act.key.object]?.object {
                case .table(let table): names(of: table, pass.newTexts)
                case .index(let made): [ObjectName(made.name, schema: made.table.schema)]
                default: []
                }
            for name in taken {
                if let owner = owners[pass.new.relation(name)] { follow(index, acts[owner].key) }
            }
        }
    }

    /// The names that the constraints of a table take from its schema.
    private func names(of table: Table, _ texts: TextSpeller) -> [ObjectName] {
        table.constraints.compactMap { constraint in
            switch constraint {
            case .primaryKey, .unique, .exclude:
                pass.named(constraint, in: table, texts).name.map { ObjectName($0, schema: table.name.schema) }
            case .check, .foreignKey: nil
            }
        }
    }
}
