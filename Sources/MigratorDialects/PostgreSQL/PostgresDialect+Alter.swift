import MigrationDSL
import MigratorCore
import MigratorDatabase

extension PostgresDialect {
    /// Changes of one table: those that PostgreSQL takes together in one statement, in their order.
    func alterations(of changes: [Operation]) throws(MigratorError) -> [SQLFragment] {
        var statements = try bring(changes.compactMap(\.typeToCome))
        var together: [Operation] = []
        var actions: [SQLFragment] = []
        var table: ObjectName?
        func flush() {
            if let table, !actions.isEmpty { statements.append(alter(table, actions.joined(separator: ", "))) }
            together = []
            actions = []
        }
        for change in changes {
            if together.contains(where: change.mustFollow) { flush() }
            let alteration = try alteration(change)
            table = alteration.table
            together.append(change)
            actions += alteration.actions
            guard !alteration.statements.isEmpty else { continue }
            flush()
            statements += alteration.statements
        }
        flush()
        return statements + (try dropUnused(changes.compactMap(\.typeToGo), unless: changes.compactMap(\.typeToCome)))
    }

    /// What a change adds to an ALTER TABLE, and what has to be a statement of its own after it.
    private struct Alteration {
        let table: ObjectName
        var actions: [SQLFragment] = []
        var statements: [SQLFragment] = []
    }

    private func alteration(_ change: Operation) throws(MigratorError) -> Alteration {
        switch change.details {
        case let add as AddColumn:
            return try addColumn(add)
        case let drop as DropColumn:
            let action: SQLFragment = "DROP COLUMN \(drop.ifExists ? "IF EXISTS " : "")\(quote(drop.name))"
            return Alteration(table: drop.table, actions: [action])
        case let alter as AlterColumn:
            return try alterColumn(alter)
        case let rename as RenameColumn:
            let action: SQLFragment = "RENAME COLUMN \(quote(rename.name)) TO \(quote(rename.newName))"
            return Alteration(table: rename.table, statements: [alter(rename.table, action)])
        case let add as AddConstraint:
            return Alteration(
                table: add.table,
                actions: ["ADD " + (try constraint(add.constraint))],
                statements: try comment(on: add.constraint, of: add.table)
            )
        case let drop as DropConstraint:
            let action: SQLFragment =
                "DROP CONSTRAINT \(drop.ifExists ? "IF EXISTS " : "")\(quote(try constraintName(of: drop)))"
            return Alteration(table: drop.table, actions: [action])
        case let rename as RenameConstraint:
            let action: SQLFragment = "RENAME CONSTRAINT \(quote(rename.name)) TO \(quote(rename.newName))"
            return Alteration(table: rename.table, statements: [alter(rename.table, action)])
        case let alter as AlterConstraint:
            let words: SQLFragment =
                switch alter.deferrable {
                case .set(let deferral): self.deferral(deferral)
                case .remove: " NOT DEFERRABLE"
                }
            return Alteration(table: alter.table, actions: ["ALTER CONSTRAINT \(quote(alter.name))\(words)"])
        case let options as SetTableOptions:
            return Alteration(table: options.table, actions: try actions(options))
        case let validate as ValidateConstraint:
            return Alteration(table: validate.table, actions: ["VALIDATE CONSTRAINT \(quote(validate.name))"])
        default:
            throw MigratorError(.invalidRevision, "\(change.summary) is no change of one table")
        }
    }

    private func addColumn(_ add: AddColumn) throws(MigratorError) -> Alteration {
        let head: SQLFragment = "ADD COLUMN \(add.ifNotExists ? "IF NOT EXISTS " : "")"
        var alteration = Alteration(table: add.table, actions: [head + (try column(add.column))])
        for constraint in add.column.constraints {
            alteration.actions.append("ADD " + (try self.constraint(constraint)))
        }
        alteration.statements = try after(add.column, of: add.table)
        for constraint in add.column.constraints {
            alteration.statements += try comment(on: constraint, of: add.table)
        }
        return alteration
    }

    private func alterColumn(_ alter: AlterColumn) throws(MigratorError) -> Alteration {
        let change = alter.change
        let column: SQLFragment = "ALTER COLUMN \(quote(alter.name))"
        var alteration = Alteration(table: alter.table)
        // A default may not fit the new type: it goes first and comes back last.
        if change.type != nil, change.defaultValue != nil { alteration.actions.append("\(column) DROP DEFAULT") }
        if let type = try typeToSay(alter) {
            var action: SQLFragment = "\(column) TYPE \(self.type(type))"
            if let collation = collation(alter) { action += " COLLATE \(collation)" }
            if let using = alter.using?.postgres.map({ SQLFragment(given: $0) })
                ?? castThroughText(alter.name, to: type)
            {
                action += " USING \(using)"
            }
            alteration.actions.append(action)
        }
        // An identity refuses null for as long as it is there.
        if change.identity == .remove { alteration.actions.append("\(column) DROP IDENTITY") }
        if let isNullable = change.isNullable {
            alteration.actions.append("\(column) \(isNullable ? "DROP" : "SET") NOT NULL")
        }
        switch change.defaultValue {
        case .set(let value):
            alteration.actions.append("\(column) SET DEFAULT \(try defaultText(value, of: alter.name))")
        case .remove where change.type == nil: alteration.actions.append("\(column) DROP DEFAULT")
        case .remove, nil: break
        }
        alteration.actions += try numbering(alter).map { "\(column) \($0)" }
        switch change.comment {
        case .set(let comment): alteration.statements = [try commentOnColumn(alter.name, of: alter.table, comment)]
        case .remove: alteration.statements = [try commentOnColumn(alter.name, of: alter.table, nil)]
        case nil: break
        }
        return alteration
    }

    /// What changes or adds the identity, and changes what the column is computed from.
    private func numbering(_ alter: AlterColumn) throws(MigratorError) -> [SQLFragment] {
        var actions: [SQLFragment] = []
        switch (alter.change.identity, alter.previous?.identity) {
        case (.set(let identity), .set):
            var action: SQLFragment = "SET GENERATED \(words(identity.kind))"
            for option in identity.options.map({ counting($0) }) ?? [] { action += " SET \(option)" }
            actions.append(action)
        case (.set(let identity), _): actions.append("ADD \(self.identity(identity))")
        case (.remove, _), (nil, _): break
        }
        switch alter.change.generated {
        case .set(let generation):
            actions.append("SET EXPRESSION AS (\(try expression(generation.expression, of: alter.summary)))")
        case .remove: actions.append("DROP EXPRESSION")
        case nil: break
        }
        return actions
    }

    /// The type that has to be said: also if only the collation changes, which PostgreSQL has no words for alone.
    private func typeToSay(_ alter: AlterColumn) throws(MigratorError) -> ColumnType? {
        guard alter.change.type == nil, alter.change.collation != nil else { return alter.change.type }
        if let type = alter.previous?.type { return type }
        throw MigratorError(
            .invalidRevision,
            "\(alter.summary): say the column's type beside its collation; PostgreSQL sets them together"
        )
    }

    /// The collation to say with the type; left out, PostgreSQL takes the type's own.
    private func collation(_ alter: AlterColumn) -> SQLFragment? {
        switch (alter.change.collation, alter.previous?.collation) {
        case (.set(let collation), _), (nil, .set(let collation)): given(collation)
        case (.remove, _), (nil, _): nil
        }
    }

    /// What makes other values into those of an enum, which PostgreSQL does only if it is told how.
    private func castThroughText(_ column: String, to type: ColumnType) -> SQLFragment? {
        switch type.kind {
        case .enumeration: "\(quote(column))::text::\(self.type(type))"
        case .array(let element):
            castThroughText(column, to: element).map { _ -> SQLFragment in
                "\(quote(column))::text[]::\(self.type(type))"
            }
        default: nil
        }
    }

    /// Its name, or that which PostgreSQL gave it when it was made without one.
    private func constraintName(of drop: DropConstraint) throws(MigratorError) -> String {
        guard drop.name.isEmpty else { return drop.name }
        guard let name = drop.definition?.derivedName(for: drop.table) else {
            throw MigratorError(.invalidRevision, "\(drop.summary): say the constraint's name")
        }
        return name
    }
}
