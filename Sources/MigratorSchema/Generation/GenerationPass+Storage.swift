import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

// How columns are stored and compressed.
extension GenerationPass {
    mutating func store(_ old: Column, _ new: Column, _ table: Table, _ key: ObjectKey) {
        guard let sql = dialect.storing(new, of: table.name) else { return }
        let back = dialect.storing(old, of: table.name)
        let step = Step(undo: back == nil ? [] : nil) { $0.execute(sql, reverse: back) }
        change(.alter, key) { $0.after.append(step) }
        details[current].operations += step.operations
        if back == nil { notes.append("how \(table.name).\(new.name) was stored is not set back") }
    }

    /// Says again how a column is stored whose type or collation is said: the database forgets it, on both ways.
    ///
    /// What the new schema leaves open stays as it was, if the new type can have it.
    mutating func keepStorage(_ old: Column, _ new: Column, _ newTable: Table, _ key: ObjectKey) {
        let types = [TypeConversions.base(old.type, self.old), TypeConversions.base(new.type, self.new)]
        var wanted = Column(new.name, new.type)
        let isOpen = self.new.isDeclared && types.allSatisfy(\.isText)
        if let storage = new.storage ?? (isOpen ? old.storage : nil) { wanted = wanted.storage(storage) }
        if let method = new.compression ?? (isOpen ? old.compression : nil) { wanted = wanted.compression(method) }
        // Said after the type, it has to be undone before that: what was there comes back behind it.
        if let sql = dialect.storing(wanted, of: newTable.name) {
            let step = Step(undo: []) { $0.execute(sql, touches: [newTable.name]) }
            change(.alter, key) { $0.after.append(step) }
            details[current].operations += step.operations
        }
        // Names are changed before, and changed back after this.
        var former = Column(new.name, old.type)
        if let storage = old.storage { former = former.storage(storage) }
        if let method = old.compression { former = former.compression(method) }
        guard let sql = dialect.storing(former, of: newTable.name) else { return }
        let back = Step { $0.execute(sql, touches: [newTable.name]) }
        change(.alter, key) { $0.before.append(Step([], undo: back.operations)) }
    }
}

extension ComparedType {
    fileprivate var isText: Bool {
        if case .text = family { true } else { family == .filledText }
    }
}
