import MigrationDSL
import MigratorCore
import MigratorDatabase

/// Extensions, and what a revision defines by whole statements: functions, triggers, objects without a type of their own.
extension PostgresDialect {
    func createExtension(_ create: CreateExtension) throws(MigratorError) -> [SQLFragment] {
        let made = create.extension
        var text: SQLFragment = "CREATE EXTENSION \(create.ifNotExists ? "IF NOT EXISTS " : "")\(quote(made.name))"
        if let schema = made.schema { text += " SCHEMA \(quote(schema))" }
        if let version = made.version { text += " VERSION \(try string(version))" }
        return [text] + (try comments(on: .extension(made.name), made.comment))
    }

    func createFunction(_ create: CreateFunction) throws(MigratorError) -> [SQLFragment] {
        let function = create.function
        return try definition(function.definition, of: create.summary)
            + comments(on: function.reference, function.comment)
    }

    func createTrigger(_ create: CreateTrigger) throws(MigratorError) -> [SQLFragment] {
        let trigger = create.trigger
        var statements = try definition(trigger.definition, of: create.summary)
        if trigger.state != .enabled { statements.append(state(trigger.state, of: trigger.name, on: trigger.table)) }
        return statements + (try comments(on: .trigger(trigger.name, on: trigger.table), trigger.comment))
    }

    func state(_ state: TriggerState, of name: String, on table: ObjectName) -> SQLFragment {
        let words =
            switch state {
            case .enabled: "ENABLE"
            case .disabled: "DISABLE"
            case .replica: "ENABLE REPLICA"
            case .always: "ENABLE ALWAYS"
            }
        return alter(table, "\(words) TRIGGER \(quote(name))")
    }

    func dropOpaque(_ object: Opaque) throws(MigratorError) -> [SQLFragment] {
        if let drop = object.drop { return try definition(drop, of: "drop \(object.reference)") }
        return ["DROP \(try named(object.reference))"]
    }

    func rename(_ rename: RenameObject) throws(MigratorError) -> SQLFragment {
        switch rename.object.kind {
        case .table, .index, .constraint:
            throw MigratorError(
                .invalidRevision,
                "\(rename.summary): a \(rename.object.kind) has an operation of its own"
            )
        case .extension:
            throw unsupported(rename.summary, "an extension keeps its name")
        case .domainConstraint:
            let domain = rename.object.table.map(quote) ?? ""
            let names: SQLFragment = "\(quote(rename.object.name.name)) TO \(quote(rename.newName))"
            return "ALTER DOMAIN \(domain) RENAME CONSTRAINT \(names)"
        default: return "ALTER \(try named(rename.object)) RENAME TO \(quote(rename.newName))"
        }
    }
}
