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
        switch operation.details {
        case let insert as BulkInsert: tables.contains(insert.table)
        case let delete as DeleteRows: tables.contains(delete.table)
        case let update as UpdateRows:
            tables.contains(update.table)
                || !update.columns.isEmpty
                    && columns[update.table, default: []].isSuperset(of: update.columns.map(ExactText.init))
        default: false
        }
    }

    mutating func follow(_ operation: Operation) {
        switch operation.details {
        case let create as CreateTable where !create.ifNotExists: tables.insert(create.table.name)
        case let create as CreateVirtualTable: tables.insert(create.table.name)
        case let drop as DropVirtualTable: tables.remove(drop.table.name)
        case let drop as DropTable:
            tables.remove(drop.name)
            columns[drop.name] = nil
        case let rename as RenameTable:
            let newName = ObjectName(rename.newName, schema: rename.name.schema)
            if tables.remove(rename.name) != nil { tables.insert(newName) }
            columns[newName] = columns.removeValue(forKey: rename.name)
        case let add as AddColumn where !add.ifNotExists:
            columns[add.table, default: []].insert(ExactText(add.column.name))
        case let drop as DropColumn: columns[drop.table]?.remove(ExactText(drop.name))
        case let rename as RenameColumn:
            guard columns[rename.table]?.remove(ExactText(rename.name)) != nil else { return }
            columns[rename.table]?.insert(ExactText(rename.newName))
        case let group as AlterTable: for change in group.changes { follow(change) }
        default: break
        }
    }
}
