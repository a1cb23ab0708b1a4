import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase

extension StandardSQL {
    func createTable(_ create: CreateTable) throws(MigratorError) -> SQLFragment {
        let table = create.table
        guard !table.columns.isEmpty else {
            throw MigratorError(.invalidRevision, "table \(table.name) has no columns")
        }
        guard table.partitionKey == nil, table.partition == nil, table.parents.isEmpty, table.rowSecurity.isEmpty else {
            throw refused("\(create.summary), which has partitions, parents or policies")
        }
        var parts: [SQLFragment] = []
        for column in table.columns { parts.append(try self.column(column)) }
        for constraint in table.constraints { parts.append(try self.constraint(constraint)) }
        let body = parts.map { "    " + $0 }.joined(separator: ",\n")
        return "CREATE TABLE \(create.ifNotExists ? "IF NOT EXISTS " : "")\(name(table.name)) (\n\(body)\n)"
    }

    func addColumn(_ add: AddColumn) throws(MigratorError) -> SQLFragment {
        guard add.column.constraints.isEmpty else { throw refused("\(add.summary) with a constraint") }
        return alter(add.table, "ADD COLUMN \(try column(add.column))")
    }

    private func column(_ column: Column) throws(MigratorError) -> SQLFragment {
        guard column.identity == nil else { throw refused("number the rows in column \(column.name)") }
        guard column.generation == nil else { throw refused("compute column \(column.name)") }
        var text: SQLFragment = "\(name(column.name)) \(SQLFragment(given: dialect.text(of: column.type)))"
        if let collation = column.collation, let name = dialect.given(collation) { text += " COLLATE \(name)" }
        if let value = column.defaultValue { text += " DEFAULT \(try self.value(value, of: column.name))" }
        if !column.isNullable { text += " NOT NULL" }
        return text
    }

    private func value(_ value: DefaultValue, of column: String) throws(MigratorError) -> SQLFragment {
        switch value.kind {
        case .value(let value): SQLFragment(words: try dialect.literal(value))
        case .currentTimestamp: "CURRENT_TIMESTAMP"
        case .currentDate: "CURRENT_DATE"
        case .currentTime: "CURRENT_TIME"
        case .expression(let sql): "(\(try dialect.expression(sql, of: "the default of column \(column)")))"
        }
    }

    private func constraint(_ constraint: Constraint) throws(MigratorError) -> SQLFragment {
        let prefix: SQLFragment = constraint.name.map { "CONSTRAINT \(name($0)) " } ?? ""
        switch constraint {
        case .primaryKey(let key): return "\(prefix)PRIMARY KEY (\(dialect.list(key.columns)))"
        case .unique(let unique):
            guard !unique.nullsNotDistinct else { throw refused("take two nulls for the same") }
            return "\(prefix)UNIQUE (\(dialect.list(unique.columns)))"
        case .check(let check):
            return "\(prefix)CHECK (\(try dialect.expression(check.expression, of: "check \(constraint.name ?? "")")))"
        case .foreignKey(let key):
            guard key.onDeleteColumns.isEmpty else { throw refused("set some columns of a foreign key alone") }
            let columns: SQLFragment =
                key.referencedColumns.isEmpty ? "" : " (\(dialect.list(key.referencedColumns)))"
            var text: SQLFragment = "\(prefix)FOREIGN KEY (\(dialect.list(key.columns)))"
            text += " REFERENCES \(name(key.referencedTable))\(columns)\(key.matchesFull ? " MATCH FULL" : "")"
            if let action = key.onDelete { text += " ON DELETE \(action.rawValue)" }
            if let action = key.onUpdate { text += " ON UPDATE \(action.rawValue)" }
            return text
        case .exclude: throw refused("keep an exclusion constraint")
        }
    }
}
