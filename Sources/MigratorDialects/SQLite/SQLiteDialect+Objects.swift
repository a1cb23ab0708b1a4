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

    /// What to do on SQLite where it has nothing for an operation.
    func advice(instead operation: Operation) -> String {
        switch operation {
        case .alterConstraint: "drop the key and add it again"
        case .alterIndex, .setTableOptions: "it has no such settings; guard the operation by dialect"
        case .alterView: "its views have no options"
        case .alterSequence: "it has no sequences; use Column.identity()"
        case .renameObject: "drop it and make it again"
        case .createDomain, .dropDomain, .alterDomain: "it has no domains; write their checks at the columns"
        case .createCompositeType, .dropCompositeType, .alterCompositeType: "it has no composite types; use columns"
        case .createExtension, .dropExtension: "it has no such extensions; guard the operation by dialect"
        case .createFunction, .dropFunction: "its functions are the program's; guard the operation by dialect"
        case .setTriggerState: "its triggers always fire; drop it and make it again"
        case .createPolicy, .dropPolicy, .alterPolicy: "it has no roles; guard the operation by dialect"
        default: "guard the operation by dialect"
        }
    }
}
