extension [Operation] {
    /// The operations that undo these, last first.
    ///
    /// Rows of a table that the same list makes need no removing: the table goes.
    /// - Throws: ``Irreversible`` for the last operation that cannot be reversed.
    package func reversedOperations() throws(Irreversible) -> [Operation] {
        var made: [ObjectName: Int] = [:]
        for (index, operation) in enumerated() {
            if case .createTable(let create) = operation, !create.ifNotExists { made[create.table.name] = index }
        }
        var back: [Operation] = []
        for (index, operation) in enumerated().reversed() {
            if let rows = operation.rowsOnly, let creation = made[rows], creation < index { continue }
            back += try operation.reversed()
        }
        return back
    }
}

extension Operation {
    /// The table whose rows, and nothing else, it touches.
    fileprivate var rowsOnly: ObjectName? {
        switch self {
        case .bulkInsert(let insert): insert.table
        case .update(let update): update.table
        case .delete(let delete): delete.table
        default: nil
        }
    }
}
