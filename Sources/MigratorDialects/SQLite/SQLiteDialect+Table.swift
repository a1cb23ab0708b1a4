package import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSystem

extension SQLiteDialect {
    func createTable(_ create: CreateTable) throws(MigratorError) -> [SQLFragment] {
        let table = create.table
        guard !table.columns.isEmpty else {
            throw MigratorError(.invalidRevision, "table \(table.name) has no columns")
        }
        let strict = table.sqliteOptions.contains(.strict)
        let numbered = table.columns.first { $0.identity != nil }
        if let numbered, table.primaryKeyColumns != [numbered.name] {
            throw unsupported(
                "number the rows in \(table.name).\(numbered.name)",
                "only a column that is the whole primary key can be an identity"
            )
        }
        var parts: [SQLFragment] = []
        for column in table.columns {
            parts.append(try self.column(column, of: table.name, strict: strict, keyed: table.primaryKeyColumns))
        }
        for constraint in table.constraints {
            // AUTOINCREMENT has to stand at the column, and its key with it.
            if numbered != nil, case .primaryKey = constraint { continue }
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
            let name = primaryKeyName(column.constraints, table)
            return "\(quote(column.name)) INTEGER NOT NULL CONSTRAINT \(quote(name)) PRIMARY KEY AUTOINCREMENT"
        }
        var text: SQLFragment = "\(quote(column.name)) \(type(column.type, strict: strict))"
        if !column.isNullable || keyColumns.hasExactly(column.name) { text += " NOT NULL" }
        if let value = column.defaultValue { text += " DEFAULT \(try defaultText(value, of: column.name))" }
        if let collation = column.collation, let name = given(collation) { text += " COLLATE \(name)" }
        if let generation = column.generation {
            let expression = try expression(generation.expression, of: "column \(column.name)")
            text += " GENERATED ALWAYS AS (\(expression)) \(generation.isStored ? "STORED" : "VIRTUAL")"
        }
        return text
    }

    private func primaryKeyName(_ constraints: [Constraint], _ table: ObjectName) -> String {
        for case .primaryKey(let key) in constraints {
            if let name = key.name { return name }
        }
        return "\(table.name)_pkey"
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

    /// A table's constraint, named after PostgreSQL's rule where it has no name: both databases then agree.
    func constraint(_ constraint: Constraint, of table: ObjectName) throws(MigratorError) -> SQLFragment {
        let name = constraint.name ?? constraint.derivedName(for: table)
        let prefix: SQLFragment = name.map { "CONSTRAINT \(quote($0)) " } ?? ""
        switch constraint {
        case .primaryKey(let key):
            return "\(prefix)PRIMARY KEY (\(list(key.columns)))"
        case .unique(let unique):
            guard unique.deferrable == nil else {
                throw unsupported("defer a unique constraint", "leave deferrable: out")
            }
            return "\(prefix)UNIQUE (\(list(unique.columns)))"
        case .check(let check):
            return "\(prefix)CHECK (\(try expression(check.expression, of: "check \(name ?? "of \(table)")")))"
        case .foreignKey(let key):
            return "\(prefix)FOREIGN KEY (\(list(key.columns))) \(references(key))"
        case .exclude:
            throw unsupported("keep an exclusion constraint", "use a unique constraint or a trigger")
        }
    }

    func references(_ key: ForeignKey) -> SQLFragment {
        // A foreign key of SQLite points into its own schema and names none.
        var text: SQLFragment = "REFERENCES \(quote(key.referencedTable.name))"
        if !key.referencedColumns.isEmpty { text += " (\(list(key.referencedColumns)))" }
        if let action = key.onDelete { text += " ON DELETE \(action.rawValue)" }
        if let action = key.onUpdate { text += " ON UPDATE \(action.rawValue)" }
        switch key.deferrable {
        case .initiallyDeferred: text += " DEFERRABLE INITIALLY DEFERRED"
        case .initiallyImmediate: text += " DEFERRABLE INITIALLY IMMEDIATE"
        case nil: break
        }
        return text
    }
}

extension Constraint {
    /// The name that PostgreSQL would give it; `nil` for checks and exclusions, which it numbers.
    package func derivedName(for table: ObjectName) -> String? {
        let name: String
        switch self {
        case .primaryKey: name = "\(table.name)_pkey"
        case .unique(let unique): name = "\(table.name)_\(unique.columns.joined(separator: "_"))_key"
        case .foreignKey(let key): name = "\(table.name)_\(key.columns.joined(separator: "_"))_fkey"
        case .check, .exclude: return nil
        }
        // A longer one PostgreSQL shortens by a rule of its own.
        return name.utf8.count <= 63 ? name : nil
    }
}
