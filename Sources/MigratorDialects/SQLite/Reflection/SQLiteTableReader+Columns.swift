import MigrationDSL
import MigratorCore
import MigratorSystem

extension SQLiteTableReader {
    mutating func column(
        _ column: SQLiteTableText.Column,
        _ fact: SQLiteSchemaRows.Column
    ) throws(SQLiteTextProblem) -> Column {
        var made = Column(column.name, type(column, fact))
        let refusals = column.clauses.filter { $0.kind == .notNull }
        if !isNullable(fact) {
            made = made.notNull(name: refusals.lazy.compactMap(\.name).first, onConflict: refusals.last?.conflict)
        }
        for clause in column.clauses {
            switch clause.rule {
            case .default(let value): made = made.default(made.type.value(value))
            case .collate(let name): made = made.collate(SQLText(name))
            case .generated(let expression, let isStored):
                made = made.generated(as: SQLText(expression), stored: isStored)
            case .null, .notNull, .deferral: break
            case .primaryKey, .unique, .check, .foreignKey:
                guard let constraint = try constraint(clause) else { continue }
                if clause.numbersRows { made = made.identity() }
                made = made.constrained(by: constraint)
            }
        }
        // Beside its column a key that numbers rows says so at the column all the same.
        for clause in text.constraints where isKeyOfColumn(clause) && isSame(clause.columns[0], column.name) {
            guard let constraint = try constraint(clause) else { continue }
            made = made.identity().constrained(by: constraint)
        }
        for clause in column.clauses where clause.writtenName != nil && !clause.kind.isConstraint {
            remark(clause, "constraint name", "SQLite reads it and does nothing with it")
        }
        return made
    }

    /// A rowid is never null, whatever its column says.
    func isNullable(_ fact: SQLiteSchemaRows.Column) -> Bool {
        !fact.isNotNull && !isRowID(fact.name)
    }

    func isRowID(_ column: String) -> Bool {
        rowIDColumn.map { isSame($0, column) } ?? false
    }

    func isSame(_ left: String, _ right: String) -> Bool { SQLiteName.same(left, right) }

    /// Whether it is a key of the table that numbers rows.
    func isKeyOfColumn(_ clause: SQLiteTableText.Clause) -> Bool {
        clause.numbersRows && clause.columns.count == 1
    }

    /// The type as it is written, or without its quotes, if it then reads as the same type.
    private func type(_ column: SQLiteTableText.Column, _ fact: SQLiteSchemaRows.Column) -> ColumnType {
        let dialect = SQLiteDialect(isTransactional: true)
        // Newer versions of SQLite say the types that strict tables have in capitals, however they are written.
        let isWritten = isSame(fact.type, column.type) || !isType(fact.type)
        return dialect.readType(isWritten ? column.type : fact.type, strict: facts.isStrict)
    }

    private func isType(_ type: String) -> Bool {
        guard let table = try? SQLiteTableText(reading: "CREATE TABLE t (c \(type))") else { return false }
        return table.columns.count == 1 && table.columns[0].type.isExactly(type) && table.columns[0].clauses.isEmpty
            && table.constraints.isEmpty
    }
}

extension SQLiteTableText.Clause {
    /// What becomes of a row that breaks it.
    fileprivate var conflict: ConflictResolution? {
        if case .notNull(let conflict) = rule { return conflict }
        return nil
    }

    /// Whether it lets SQLite number the rows and use no number twice.
    fileprivate var numbersRows: Bool {
        if case .primaryKey(_, let isNumbered, _) = rule { return isNumbered }
        return false
    }
}

extension ColumnType {
    /// A default as a person would write it: SQLite has no truth values but 0 and 1.
    fileprivate func value(_ value: DefaultValue) -> DefaultValue {
        guard self == .boolean, case .value(.int(let number)) = value.kind, number == 0 || number == 1 else {
            return value
        }
        return .value(.bool(number == 1))
    }
}
