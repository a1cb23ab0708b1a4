import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSystem

extension SQLiteDialect {
    func createTable(_ create: CreateTable) throws(MigratorError) -> [SQLFragment] {
        let table = create.table
        guard !table.columns.isEmpty else {
            throw MigratorError(.invalidRevision, "table \(table.name) has no columns")
        }
        try refuseWhatIsPostgres(table)
        let strict = table.sqliteOptions.contains(.strict)
        let numbered = table.columns.first { $0.identity != nil }
        if let numbered, table.primaryKeyColumns != [numbered.name] {
            throw unsupported(
                "number the rows in \(table.name).\(numbered.name)",
                "only a column that is the whole primary key can be an identity"
            )
        }
        let key = table.primaryKey
        // Beside its column an INTEGER key would be the rowid, which an order from the greatest down keeps it from.
        let descending = key.flatMap { $0.columns.count == 1 && !$0.descending.isEmpty ? $0 : nil }
        let keyed = key?.allowsNull == true ? [] : table.primaryKeyColumns
        var parts: [SQLFragment] = []
        for column in table.columns {
            var text = try self.column(column, of: table.name, strict: strict, keyed: keyed)
            if let descending, column.identity == nil, descending.columns.hasExactly(column.name) {
                let name = quote(descending.name ?? "\(table.name.name)_pkey")
                text += " CONSTRAINT \(name) PRIMARY KEY DESC\(conflict(descending.onConflict))"
            }
            parts.append(text)
        }
        for constraint in table.constraints {
            // AUTOINCREMENT has to stand at the column, and its key with it.
            if numbered != nil || descending != nil, case .primaryKey = constraint { continue }
            parts.append(try self.constraint(constraint, of: table.name))
        }
        let options = [strict ? "STRICT" : nil, table.sqliteOptions.contains(.withoutRowID) ? "WITHOUT ROWID" : nil]
        let tail = options.compactMap(\.self).joined(separator: ", ")
        let head: SQLFragment = "CREATE TABLE \(create.ifNotExists ? "IF NOT EXISTS " : "")\(quote(table.name))"
        let body = parts.map { "    " + $0 }.joined(separator: ",\n")
        return ["\(head) (\n\(body)\n)\(tail.isEmpty ? "" : " " + tail)"]
    }

    func column(
        _ column: Column,
        of table: ObjectName,
        strict: Bool = false,
        keyed keyColumns: [String] = []
    ) throws(MigratorError) -> SQLFragment {
        if column.identity != nil {
            let name = quote(primaryKeyName(column.constraints, table))
            let rule = conflict(column.constraints.primaryKey?.onConflict)
            return "\(quote(column.name)) INTEGER NOT NULL CONSTRAINT \(name) PRIMARY KEY\(rule) AUTOINCREMENT"
        }
        var text = quote(column.name)
        let type = type(column.type, strict: strict)
        // SQLite takes a column without a type.
        if !type.isEmpty { text += " \(type)" }
        if !column.isNullable || keyColumns.hasExactly(column.name) {
            if let name = column.notNullName { text += " CONSTRAINT \(quote(name))" }
            text += " NOT NULL\(conflict(column.notNullConflict))"
        }
        if let value = column.defaultValue { text += " DEFAULT \(try defaultText(value, of: column.name))" }
        if let collation = column.collation, let name = given(collation) { text += " COLLATE \(name)" }
        if let generation = column.generation {
            let expression = try expression(generation.expression, of: "column \(column.name)")
            text += " GENERATED ALWAYS AS (\(expression)) \(generation.isStored ? "STORED" : "VIRTUAL")"
        }
        return text
    }

    private func primaryKeyName(_ constraints: [Constraint], _ table: ObjectName) -> String {
        constraints.primaryKey?.name ?? "\(table.name)_pkey"
    }

    private func defaultText(_ value: DefaultValue, of column: String) throws(MigratorError) -> SQLFragment {
        switch value.kind {
        case .value(let value): SQLFragment(words: try literal(value))
        case .currentTimestamp: "CURRENT_TIMESTAMP"
        case .currentDate: "CURRENT_DATE"
        case .currentTime: "CURRENT_TIME"
        case .expression(let sql): "(\(try expression(sql, of: "the default of column \(column)")))"
        }
    }

    /// What a table would mean something else without; what only concerns how PostgreSQL stores it is left out.
    private func refuseWhatIsPostgres(_ table: Table) throws(MigratorError) {
        if table.partitionKey != nil || table.partition != nil {
            throw unsupported("part the rows of table \(table.name)", "leave partitions to PostgreSQL")
        }
        if !table.parents.isEmpty {
            throw unsupported("let table \(table.name) inherit columns", "list them")
        }
        if !table.rowSecurity.isEmpty {
            throw unsupported("keep rows of table \(table.name) from some roles", "it has no roles")
        }
    }
}

extension [Constraint] {
    fileprivate var primaryKey: PrimaryKey? {
        for case .primaryKey(let key) in self { return key }
        return nil
    }
}
