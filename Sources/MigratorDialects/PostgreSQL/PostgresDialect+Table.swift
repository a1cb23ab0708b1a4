import MigrationDSL
import MigratorCore
import MigratorDatabase

extension PostgresDialect {
    func createTable(_ create: CreateTable) throws(MigratorError) -> [SQLFragment] {
        let table = create.table
        var parts: [SQLFragment] = []
        for column in table.columns { parts.append(try self.column(column, typed: table.partition == nil)) }
        let repeated = table.repeatedKeys
        for constraint in table.constraints where !repeated.contains(constraint) {
            parts.append(try self.constraint(constraint))
        }
        var text: SQLFragment = "CREATE \(table.isUnlogged ? "UNLOGGED " : "")TABLE "
        text += "\(create.ifNotExists ? "IF NOT EXISTS " : "")\(quote(table.name))"
        if let partition = table.partition { text += " PARTITION OF \(quote(partition.parent))" }
        let body = parts.map { "    " + $0 }.joined(separator: ",\n")
        if !parts.isEmpty { text += " (\n\(body)\n)" } else if table.partition == nil { text += " ()" }
        if let partition = table.partition { text += " \(SQLFragment(given: partition.bounds))" }
        if !table.parents.isEmpty { text += " INHERITS (\(table.parents.map(quote).joined(separator: ", ")))" }
        if let key = table.partitionKey { text += " PARTITION BY \(SQLFragment(given: key))" }
        if !table.storage.isEmpty { text += " WITH (\(try settings(table.storage)))" }
        return try bring(table.columns.map(\.type)) + [text] + after(table)
    }

    /// What CREATE TABLE has no words for.
    private func after(_ table: Table) throws(MigratorError) -> [SQLFragment] {
        var statements: [SQLFragment] = []
        for key in table.repeatedKeys { statements.append(alter(table.name, "ADD \(try constraint(key))")) }
        for action in actions(table.rowSecurity, was: []) { statements.append(alter(table.name, action)) }
        if let identity = table.replicaIdentity { statements.append(alter(table.name, action(identity))) }
        if let comment = table.comment { statements.append(try self.comment(on: .table(table.name), comment)) }
        for column in table.columns { statements += try after(column, of: table.name) }
        for constraint in table.constraints { statements += try comment(on: constraint, of: table.name) }
        return statements
    }

    /// What a column's definition has no words for, or has them only since PostgreSQL 16.
    func after(_ column: Column, of table: ObjectName) throws(MigratorError) -> [SQLFragment] {
        var statements: [SQLFragment] = []
        if let storage = column.storage {
            let action: SQLFragment = "ALTER COLUMN \(quote(column.name)) SET STORAGE \(SQLFragment(given: storage))"
            statements.append(alter(table, action))
        }
        if let comment = column.comment { statements.append(try commentOnColumn(column.name, of: table, comment)) }
        return statements
    }

    /// A column's definition; a partition has the types of the table that it is a part of.
    func column(_ column: Column, typed: Bool = true) throws(MigratorError) -> SQLFragment {
        var text = quote(column.name)
        if typed { text += " \(type(column.type))" }
        if let method = column.compression { text += " COMPRESSION \(SQLFragment(given: method))" }
        if let collation = column.collation, let name = given(collation) { text += " COLLATE \(name)" }
        if !column.isNullable {
            if let name = column.notNullName { text += " CONSTRAINT \(quote(name))" }
            text += " NOT NULL"
        }
        if let value = column.defaultValue { text += " DEFAULT \(try defaultText(value, of: column.name))" }
        if let identity = column.identity {
            text += " " + self.identity(ColumnChange.Identity(identity, column.identityOptions))
        }
        if let generation = column.generation {
            let expression = try expression(generation.expression, of: "column \(column.name)")
            text += " GENERATED ALWAYS AS (\(expression)) \(generation.isStored ? "STORED" : "VIRTUAL")"
        }
        return text
    }

    func identity(_ identity: ColumnChange.Identity) -> SQLFragment {
        let options = identity.options.map { counting($0) } ?? []
        let text: SQLFragment = "GENERATED \(words(identity.kind)) AS IDENTITY"
        return options.isEmpty ? text : "\(text) (\(options.joined(separator: " ")))"
    }

    func words(_ identity: Column.Identity) -> String {
        switch identity {
        case .always: "ALWAYS"
        case .byDefault: "BY DEFAULT"
        }
    }

    func defaultText(_ value: DefaultValue, of column: String) throws(MigratorError) -> SQLFragment {
        switch value.kind {
        case .value(let value): SQLFragment(words: try literal(value))
        case .currentTimestamp: "CURRENT_TIMESTAMP"
        case .currentDate: "CURRENT_DATE"
        case .currentTime: "CURRENT_TIME"
        case .expression(let sql): try expression(sql, of: "the default of column \(column)")
        }
    }
}
