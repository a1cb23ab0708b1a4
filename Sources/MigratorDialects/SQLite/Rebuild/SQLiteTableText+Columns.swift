import MigrationDSL
import MigratorCore
import MigratorDatabase

// Changes of columns.
extension SQLiteTableText {
    var dialect: SQLiteDialect { SQLiteDialect(isTransactional: true) }

    mutating func add(_ add: AddColumn) throws(MigratorError) {
        let column = add.column
        if index(of: column.name) != nil {
            if add.ifNotExists { return }
            throw problem("already has a column \(column.name)")
        }
        let isKey = column.identity != nil || column.constraints.contains(where: \.isPrimaryKey)
        guard !isKey || primaryKey.isEmpty else {
            throw problem("already has a primary key, of \(primaryKey.joined(separator: ", "))")
        }
        if column.identity != nil, isWithoutRowID { throw problem("is WITHOUT ROWID: SQLite cannot number its rows") }
        let keyed = column.constraints.contains(where: \.refusesNull) ? [column.name] : []
        let text = try dialect.column(column, of: add.table, strict: isStrict, keyed: keyed).text
        guard var made = try SQLiteTableText(parsing: "CREATE TABLE t (\(text))").columns.first else {
            throw problem("cannot take \(add.summary)")
        }
        made.source = nil
        columns.append(made)
        for constraint in column.constraints where column.identity == nil || !constraint.isPrimaryKey {
            try self.add(constraint, of: add.table)
        }
    }

    mutating func drop(_ drop: DropColumn) throws(MigratorError) {
        guard let index = index(of: drop.name) else {
            if drop.ifExists { return }
            throw noColumn(drop.name)
        }
        guard columns.count > 1 else { throw problem("has no other column than \(drop.name)") }
        columns.remove(at: index)
        for column in columns {
            for clause in column.clauses where clause.kind == .generated {
                guard SQLiteWords(clause.text).mentions(drop.name) else { continue }
                throw problem("computes column \(column.name) from \(drop.name); drop \(column.name) first")
            }
        }
        // As on PostgreSQL, what is about the column goes with it, also if it is about others too.
        for other in columns.indices {
            columns[other].clauses.removeAll { $0.kind == .check && SQLiteWords($0.text).mentions(drop.name) }
        }
        constraints.removeAll { clause in
            clause.kind == .check
                ? SQLiteWords(clause.text).mentions(drop.name)
                : clause.columns.contains { SQLiteName.same($0, drop.name) } || clause.refers(to: drop.name, of: name)
        }
        for other in columns.indices {
            columns[other].clauses.removeAll { $0.refers(to: drop.name, of: name) }
        }
    }

    mutating func alter(_ alter: AlterColumn) throws(MigratorError) {
        guard let index = index(of: alter.name) else { throw noColumn(alter.name) }
        let change = alter.change
        if let type = change.type { try setType(type, at: index, alter) }
        if change.isNullable == true {
            let isKey = primaryKey.contains { SQLiteName.same($0, alter.name) }
            // The key of a plain table may be null, unless it is the rowid.
            guard !isKey || (rowIDColumn == nil && options.isEmpty) else {
                throw problem("has its column \(alter.name) in the primary key, which is never null")
            }
            columns[index].clauses.removeAll { $0.kind == .notNull || $0.kind == .null }
        }
        if change.isNullable == false { setNotNull(at: index) }
        if let conflict = change.notNullConflict, change.isNullable != true { try setConflict(conflict, at: index) }
        if let collation = change.collation { setCollation(collation, at: index) }
        if change.defaultValue != nil { keepValuesOfNewColumn(at: index) }
        switch change.defaultValue {
        case .set(let value):
            guard !columns[index].isGenerated else { throw problem("computes \(alter.name), which has no default") }
            // Where it was, or where a new column has it.
            let clauses = columns[index].clauses
            let place =
                clauses.firstIndex { $0.kind == .default }
                ?? clauses.firstIndex { $0.kind == .notNull || $0.kind == .null }.map { $0 + 1 } ?? 0
            columns[index].clauses.removeAll { $0.kind == .default }
            let column = try dialect.column(MigrationDSL.Column("c", .text).default(value), of: alter.table).text
            let made = try SQLiteTableText(parsing: "CREATE TABLE t (\(column))").columns.first?.clauses ?? []
            columns[index].clauses.insert(contentsOf: made, at: place)
        case .remove: columns[index].clauses.removeAll { $0.kind == .default }
        case nil: break
        }
        if let identity = change.identity { try number(identity, at: index) }
    }

    /// Rows that are there get the default that a new column has when it is added, whatever becomes of that afterwards.
    private mutating func keepValuesOfNewColumn(at index: Int) {
        let column = columns[index]
        guard column.source == nil, column.expression == nil, !column.isGenerated else { return }
        let clause = column.clauses.first { $0.kind == .default }
        columns[index].expression = clause.map { String($0.text.dropFirst("DEFAULT".utf8.count)) } ?? "NULL"
    }

    private mutating func setCollation(_ collation: ColumnChange.Change<SQLText>, at index: Int) {
        let clauses = columns[index].clauses
        // Where it was, or where a new column has it.
        let place =
            clauses.firstIndex { $0.kind == .collate }
            ?? clauses.lastIndex { [.notNull, .null, .default].contains($0.kind) }.map { $0 + 1 } ?? 0
        columns[index].clauses.removeAll { $0.kind == .collate }
        guard case .set(let text) = collation, let name = dialect.text(text) else { return }
        columns[index].clauses.insert(Clause(rule: .collate(name), text: "COLLATE \(name)"), at: place)
    }

    mutating func setNotNull(at index: Int) {
        guard !columns[index].has(.notNull) else { return }
        columns[index].clauses.removeAll { $0.kind == .null }
        columns[index].clauses.insert(Clause(rule: .notNull(nil), text: "NOT NULL"), at: 0)
    }

    /// Sets what becomes of a row that has null in a column.
    private mutating func setConflict(
        _ conflict: ColumnChange.Change<ConflictResolution>,
        at index: Int
    ) throws(MigratorError) {
        var resolution: ConflictResolution?
        if case .set(let value) = conflict { resolution = value }
        guard resolution == nil || columns[index].has(.notNull) else {
            throw problem("lets \(columns[index].name) be null; say nullable: false beside onNull:")
        }
        for clause in columns[index].clauses.indices where columns[index].clauses[clause].kind == .notNull {
            columns[index].clauses[clause].rule = .notNull(resolution)
            columns[index].clauses[clause].text = "NOT NULL\(dialect.conflict(resolution))"
        }
    }

    private mutating func setType(_ type: ColumnType, at index: Int, _ alter: AlterColumn) throws(MigratorError) {
        let name = columns[index].name
        let former = SQLiteAffinity(columns[index].type)
        // Any other word than INTEGER would part the key from the rowid; an INTEGER of SQLite has 64 bits anyway.
        let staysRowID = rowIDColumn.map { SQLiteName.same($0, name) } ?? false
        switch type.kind {
        case .smallInt, .integer, .bigInt:
            columns[index].type = staysRowID ? "INTEGER" : dialect.type(type, strict: isStrict)
        default: columns[index].type = dialect.type(type, strict: isStrict)
        }
        guard !columns[index].isGenerated, columns[index].source != nil else { return }
        if let using = alter.using?.sqlite {
            columns[index].expression = using
        } else if isStrict || former != SQLiteAffinity(columns[index].type) {
            // CAST makes 0 of what is no number; the column's affinity converts only what it can without loss.
            switch SQLiteAffinity(columns[index].type) {
            case .text: columns[index].expression = "CAST(\(TableName.quote(columns[index].source ?? name)) AS TEXT)"
            case .blob where !columns[index].type.isEmpty && columns[index].type.uppercased() != "ANY":
                columns[index].expression = "CAST(\(TableName.quote(columns[index].source ?? name)) AS BLOB)"
            default: columns[index].expression = nil
            }
        }
    }

    // MARK: Problems

    func problem(_ what: String) -> MigratorError {
        MigratorError(.statementFailed, "table \(name) \(what)")
    }

    func noColumn(_ column: String) -> MigratorError {
        problem("has no column \(column); it has \(columns.map(\.name).joined(separator: ", "))")
    }
}

extension Constraint {
    var isPrimaryKey: Bool {
        if case .primaryKey = self { return true }
        return false
    }

    /// Whether it is a primary key whose columns may not be null.
    fileprivate var refusesNull: Bool {
        if case .primaryKey(let key) = self { return !key.allowsNull }
        return false
    }
}
