import MigrationDSL
import MigratorCore
import MigratorDatabase

// AUTOINCREMENT, which stands at the column of the primary key.
extension SQLiteTableText {
    /// Lets SQLite number the rows in a column, or no more.
    mutating func number(
        _ identity: ColumnChange.Change<ColumnChange.Identity>,
        at index: Int
    ) throws(MigratorError) {
        switch identity {
        case .set: try number(at: index)
        case .remove: unnumber(at: index)
        }
    }

    private mutating func number(at index: Int) throws(MigratorError) {
        let name = columns[index].name
        guard primaryKey.count == 1, SQLiteName.same(primaryKey[0], name) else {
            throw problem("can number its rows only in the column that is its primary key, which \(name) is not")
        }
        guard !isWithoutRowID else { throw problem("is WITHOUT ROWID: SQLite cannot number its rows") }
        let isKey = { (clause: Clause) in clause.kind == .primaryKey }
        guard let key = columns[index].clauses.first(where: isKey) ?? constraints.first(where: isKey) else { return }
        var conflict: ConflictResolution?
        if case .primaryKey(_, _, let resolution) = key.rule { conflict = resolution }
        let place = columns[index].clauses.firstIndex(where: isKey) ?? columns[index].clauses.endIndex
        columns[index].clauses.removeAll(where: isKey)
        constraints.removeAll(where: isKey)
        columns[index].type = "INTEGER"
        let made = Clause(
            rule: .primaryKey([KeyColumn(name: name)], isNumbered: true, conflict),
            writtenName: key.writtenName,
            text: "PRIMARY KEY\(dialect.conflict(conflict)) AUTOINCREMENT"
        )
        columns[index].clauses.insert(made, at: place)
    }

    private mutating func unnumber(at index: Int) {
        for clause in columns[index].clauses.indices {
            guard case .primaryKey(let key, true, let conflict) = columns[index].clauses[clause].rule else { continue }
            columns[index].clauses[clause].rule = .primaryKey(key, isNumbered: false, conflict)
            columns[index].clauses[clause].text = "PRIMARY KEY\(dialect.conflict(conflict))"
        }
        for clause in constraints.indices {
            guard case .primaryKey(let key, true, let conflict) = constraints[clause].rule else { continue }
            constraints[clause].rule = .primaryKey(key, isNumbered: false, conflict)
            let name = TableName.quote(columns[index].name)
            constraints[clause].text = "PRIMARY KEY (\(name))\(dialect.conflict(conflict))"
        }
    }
}
