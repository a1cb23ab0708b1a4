import MigrationDSL
import MigratorCore
import MigratorDatabase

extension PostgresDialect {
    func createView(_ create: CreateView) throws(MigratorError) -> [SQLFragment] {
        let view = create.view
        let query = try expression(view.query, of: create.summary)
        let replace = create.orReplace && !view.isMaterialized ? "OR REPLACE " : ""
        var text: SQLFragment =
            "CREATE \(replace)\(view.isMaterialized ? "MATERIALIZED VIEW" : "VIEW") \(quote(view.name))"
        if !view.columns.isEmpty { text += " (\(list(view.columns)))" }
        let options = view.isMaterialized ? view.storage : set(view.options)
        if !options.isEmpty { text += " WITH (\(try settings(options)))" }
        text += " AS \(query)"
        if view.isMaterialized, !view.hasData { text += " WITH NO DATA" }
        return [text] + (try comments(on: view.reference, view.comment))
    }

    func dropView(_ drop: DropView) -> SQLFragment {
        let kind = drop.view.isMaterialized ? "MATERIALIZED VIEW" : "VIEW"
        return "DROP \(kind) \(drop.ifExists ? "IF EXISTS " : "")\(quote(drop.view.name))"
    }

    func alterView(_ alter: AlterView) throws(MigratorError) -> [SQLFragment] {
        let set = set(alter.options)
        let had = alter.previous.map { self.set($0) }
        var changes: [String: ColumnChange.Change<String>] = [:]
        for name in ["check_option", "security_barrier", "security_invoker"] {
            if let value = set[name] {
                if had?[name] != value { changes[name] = .set(value) }
            } else if had.map({ $0[name] != nil }) ?? true {
                changes[name] = .remove
            }
        }
        return try actions(changes).map { "ALTER VIEW \(quote(alter.name)) \($0)" }
    }

    private func set(_ options: ViewOptions) -> [String: String] {
        var values: [String: String] = [:]
        if options.securityBarrier { values["security_barrier"] = "true" }
        if options.securityInvoker { values["security_invoker"] = "true" }
        if let check = options.check { values["check_option"] = check.rawValue }
        return values
    }
}
