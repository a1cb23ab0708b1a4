import MigratorSystem

extension [Operation] {
    /// The operations that undo these, last first.
    ///
    /// Rows of a table that the same list makes need no removing, nor values of a column that it adds: they go with it.
    /// - Throws: ``Irreversible`` for the last operation that cannot be reversed.
    package func reversedOperations() throws(Irreversible) -> [Operation] {
        var made = Made()
        var goes: [Bool] = []
        for operation in self {
            goes.append(made.holdsAll(of: operation))
            made.follow(operation)
        }
        var back: [Operation] = []
        for (operation, goes) in zip(self, goes).reversed() where !goes { back += try operation.reversed() }
        return back
    }
}

/// The tables and columns that a list of operations has made so far, by the names that they have now.
private struct Made {
    private var tables: Set<ObjectName> = []
    private var columns: [ObjectName: Set<ExactText>] = [:]

    /// Whether all that the operation touches is rows or values that go with what was made.
    func holdsAll(of operation: Operation) -> Bool {
        switch operation {
        case .bulkInsert(let insert): tables.contains(insert.table)
        case .delete(let delete): tables.contains(delete.table)
        case .update(let update):
            tables.contains(update.table)
                || !update.columns.isEmpty
                    && columns[update.table, default: []].isSuperset(of: update.columns.map(ExactText.init))
        default: false
        }
    }

    mutating func follow(_ operation: Operation) {
        switch operation {
        case .createTable(let create) where !create.ifNotExists: tables.insert(create.table.name)
        case .createVirtualTable(let create): tables.insert(create.table.name)
        case .dropVirtualTable(let drop): tables.remove(drop.table.name)
        case .dropTable(let drop):
            tables.remove(drop.name)
            columns[drop.name] = nil
        case .renameTable(let rename):
            let newName = ObjectName(rename.newName, schema: rename.name.schema)
            if tables.remove(rename.name) != nil { tables.insert(newName) }
            columns[newName] = columns.removeValue(forKey: rename.name)
        case .addColumn(let add) where !add.ifNotExists:
            columns[add.table, default: []].insert(ExactText(add.column.name))
        case .dropColumn(let drop): columns[drop.table]?.remove(ExactText(drop.name))
        case .renameColumn(let rename):
            guard columns[rename.table]?.remove(ExactText(rename.name)) != nil else { return }
            columns[rename.table]?.insert(ExactText(rename.newName))
        case .alterTable(let group): for change in group.changes { follow(change) }
        default: break
        }
    }
}
