import MigrationDSL
import MigratorCore
import MigratorDatabase

/// Views and sequences.
extension PostgresDialect {
    func createView(_ create: CreateView) throws(MigratorError) -> SQLFragment {
        let view = create.view
        let query = try expression(view.query, of: create.summary)
        guard !view.isMaterialized else { return "CREATE MATERIALIZED VIEW \(quote(view.name)) AS \(query)" }
        return "CREATE \(create.orReplace ? "OR REPLACE " : "")VIEW \(quote(view.name)) AS \(query)"
    }

    func dropView(_ drop: DropView) -> SQLFragment {
        let kind = drop.view.isMaterialized ? "MATERIALIZED VIEW" : "VIEW"
        return "DROP \(kind) \(drop.ifExists ? "IF EXISTS " : "")\(quote(drop.view.name))"
    }

    func createSequence(_ sequence: NumberSequence) -> SQLFragment {
        var text: SQLFragment = "CREATE SEQUENCE \(quote(sequence.name))"
        if let increment = sequence.increment { text += " INCREMENT BY \(increment)" }
        if let minimum = sequence.minimum { text += " MINVALUE \(minimum)" }
        if let maximum = sequence.maximum { text += " MAXVALUE \(maximum)" }
        if let start = sequence.start { text += " START WITH \(start)" }
        return text + (sequence.cycles ? " CYCLE" : "")
    }
}
