import MigrationDSL
import MigratorCore
import MigratorDatabase

/// Views, triggers and virtual tables, and what SQLite has none of.
extension SQLiteDialect {
    func createView(_ create: CreateView) throws(MigratorError) -> [SQLFragment] {
        let view = create.view
        guard !view.isMaterialized else {
            throw unsupported("keep a materialized view", "make a view, or a table that triggers fill")
        }
        guard view.options == ViewOptions() else {
            throw unsupported(
                "keep options of view \(view.name)",
                "it has no roles and no views that are written through"
            )
        }
        let name = quote(view.name)
        let query = try expression(view.query, of: create.summary)
        let drop: [SQLFragment] = create.orReplace ? ["DROP VIEW IF EXISTS \(name)"] : []
        let columns: SQLFragment = view.columns.isEmpty ? "" : " (\(list(view.columns)))"
        return drop + ["CREATE VIEW \(name)\(columns) AS \(query)"]
    }

    func createTrigger(_ create: CreateTrigger) throws(MigratorError) -> [SQLFragment] {
        guard create.trigger.state == .enabled else {
            throw unsupported("keep trigger \(create.trigger.name) from firing", "drop it")
        }
        return try definition(create.trigger.definition, of: create.summary)
    }

    /// A trigger lives in its table's database, and its name is its own there.
    func dropTrigger(_ drop: DropTrigger) -> SQLFragment {
        "DROP TRIGGER \(quote(ObjectName(drop.name, schema: drop.table.schema)))"
    }

    func createVirtualTable(_ table: VirtualTable) throws(MigratorError) -> SQLFragment {
        let text: SQLFragment = "CREATE VIRTUAL TABLE \(quote(table.name)) USING \(SQLFragment(given: table.module))"
        guard !table.arguments.isEmpty else { return text }
        return "\(text)(\(SQLFragment(given: table.arguments.joined(separator: ", "))))"
    }

    func dropOpaque(_ drop: DropOpaque) throws(MigratorError) -> [SQLFragment] {
        if let sql = drop.object.drop { return try definition(sql, of: drop.summary) }
        throw unsupported(drop.summary, "it has no objects but tables, views, indexes and triggers; say drop:")
    }

    /// The refusal of an operation for which SQLite has nothing, with what to do instead.
    func refusal(of operation: Operation) -> MigratorError {
        guard let advice = advice(instead: operation) else { return unknown(operation) }
        return unsupported(operation.summary, advice)
    }

    private func advice(instead operation: Operation) -> String? {
        switch operation.details {
        case is AlterConstraint: "drop the key and add it again"
        case is AlterIndex, is SetTableOptions: "it has no such settings; guard the operation by dialect"
        case is AlterView: "its views have no options"
        case is AlterSequence: "it has no sequences; use Column.identity()"
        case is RenameObject: "drop it and make it again"
        case is CreateDomain, is DropDomain, is AlterDomain: "it has no domains; write their checks at the columns"
        case is CreateCompositeType, is DropCompositeType, is AlterCompositeType:
            "it has no composite types; use columns"
        case is CreateExtension, is DropExtension: "it has no such extensions; guard the operation by dialect"
        case is CreateFunction, is DropFunction: "its functions are the program's; guard the operation by dialect"
        case is SetTriggerState: "its triggers always fire; drop it and make it again"
        case is CreatePolicy, is DropPolicy, is AlterPolicy: "it has no roles; guard the operation by dialect"
        default: nil
        }
    }
}
