import MigrationDSL
import MigratorCore
import MigratorDatabase

// A primary key that takes the place of another.
extension SQLiteTableText {
    /// Whether a change drops the primary key.
    func dropsKey(_ change: Operation) -> Bool {
        guard let drop = change.details as? DropConstraint, let place = place(of: drop) else { return false }
        return clause(at: place).kind == .primaryKey
    }

    /// The place of the change that adds a primary key of the same columns as the one there is.
    ///
    /// `nil` where one of these columns goes or takes another type: it may be the row's number for its type alone.
    func sameKey(in changes: [Operation], after index: Int) -> (index: Int, key: PrimaryKey)? {
        guard !changes.contains(where: changesKeyColumn) else { return nil }
        for other in (index + 1)..<max(index + 1, changes.count) {
            guard let key = changes[other].addedKey else { continue }
            let isSame = key.columns.map(SQLiteName.folded) == primaryKey.map(SQLiteName.folded)
            return isSame ? (other, key) : nil
        }
        return nil
    }

    private func changesKeyColumn(_ change: Operation) -> Bool {
        let name: String? =
            switch change.details {
            case let alter as AlterColumn: alter.change.type == nil ? nil : alter.name
            case let drop as DropColumn: drop.name
            default: nil
            }
        return name.map { name in primaryKey.contains { SQLiteName.same($0, name) } } ?? false
    }

    /// Writes the primary key anew where it stands.
    ///
    /// So the table is never without one, which WITHOUT ROWID would refuse, and goes on to number its rows.
    mutating func replaceKey(by key: PrimaryKey, of table: ObjectName) throws(MigratorError) {
        try writeKey(key, of: table)
        guard !key.allowsNull, !isWithoutRowID else { return }
        for column in key.columns where !(rowIDColumn.map { SQLiteName.same($0, column) } ?? false) {
            if let index = index(of: column) { setNotNull(at: index) }
        }
    }

    private mutating func writeKey(_ key: PrimaryKey, of table: ObjectName) throws(MigratorError) {
        let made = try dialect.constraint(.primaryKey(key), of: table).text
        let named = try SQLiteTableText(parsing: "CREATE TABLE t (c, \(made))").constraints.first
        let conflict = dialect.conflict(key.onConflict)
        let isDescending = !key.descending.isEmpty
        let atColumn = columns.firstIndex { $0.has(.primaryKey) }
        let beside = constraints.firstIndex { $0.kind == .primaryKey }
        // Beside its column an INTEGER key is the rowid, whichever way it is ordered.
        let target = atColumn ?? (key.columns.count == 1 && isDescending ? index(of: key.columns[0]) : nil)
        guard let target else {
            guard let beside, var clause = named else { return }
            if case .primaryKey(let columns, true, _) = constraints[beside].rule, columns.count == 1 {
                clause.rule = .primaryKey(columns, isNumbered: true, key.onConflict)
                clause.text = "PRIMARY KEY (\(TableName.quote(columns[0].name)) AUTOINCREMENT)\(conflict)"
            }
            clause.writtenName = writtenName(of: key, instead: constraints[beside])
            constraints[beside] = clause
            return
        }
        let place = columns[target].clauses.firstIndex { $0.kind == .primaryKey } ?? columns[target].clauses.endIndex
        let old = beside.map { constraints.remove(at: $0) } ?? columns[target].clauses.remove(at: place)
        guard case .primaryKey(_, let isNumbered, _) = old.rule else { return }
        let order = isDescending && !isNumbered
        let column = KeyColumn(name: columns[target].name, isDescending: order)
        let clause = Clause(
            rule: .primaryKey([column], isNumbered: isNumbered, key.onConflict),
            writtenName: writtenName(of: key, instead: old),
            text: "PRIMARY KEY\(order ? " DESC" : "")\(conflict)\(isNumbered ? " AUTOINCREMENT" : "")"
        )
        columns[target].clauses.insert(clause, at: place)
    }

    /// A key without a name goes on to have none where the new one has that which it was called by.
    private func writtenName(of key: PrimaryKey, instead old: Clause) -> String? {
        guard let wanted = key.name else { return old.writtenName }
        let current = old.name ?? "\(name)_pkey"
        return SQLiteName.same(current, wanted) ? old.writtenName : TableName.quote(wanted)
    }
}

extension Operation {
    /// The primary key that it adds.
    var addedKey: PrimaryKey? {
        guard let add = details as? AddConstraint, case .primaryKey(let key) = add.constraint else { return nil }
        return key
    }
}
