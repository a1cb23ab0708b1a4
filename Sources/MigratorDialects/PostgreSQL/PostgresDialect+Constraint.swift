import MigrationDSL
import MigratorCore
import MigratorDatabase

extension PostgresDialect {
    func constraint(_ constraint: Constraint) throws(MigratorError) -> SQLFragment {
        let prefix: SQLFragment = constraint.name.map { "CONSTRAINT \(quote($0)) " } ?? ""
        switch constraint {
        case .primaryKey(let key):
            return "\(prefix)PRIMARY KEY (\(list(key.columns)))\(include(key.include))" + deferral(key.deferrable)
        case .unique(let unique):
            let nulls = unique.nullsNotDistinct ? " NULLS NOT DISTINCT" : ""
            let text: SQLFragment = "\(prefix)UNIQUE\(nulls) (\(list(unique.columns)))\(include(unique.include))"
            return text + deferral(unique.deferrable)
        case .check(let check):
            let expression = try expression(check.expression, of: "check \(constraint.name ?? "")")
            let words = (check.noInherit ? " NO INHERIT" : "") + (check.isNotValid ? " NOT VALID" : "")
            return "\(prefix)CHECK (\(expression))\(words)"
        case .foreignKey(let key):
            return "\(prefix)FOREIGN KEY (\(list(key.columns))) \(references(key))"
        case .exclude(let exclude):
            let elements = exclude.elements.map { element -> SQLFragment in
                "\(SQLFragment(given: element.expression)) WITH \(element.comparison)"
            }.joined(separator: ", ")
            var text: SQLFragment = "\(prefix)EXCLUDE USING \(exclude.method) (\(elements))\(include(exclude.include))"
            if let predicate = exclude.predicate { text += " WHERE (\(SQLFragment(given: predicate)))" }
            return text + deferral(exclude.deferrable)
        }
    }

    private func references(_ key: ForeignKey) -> SQLFragment {
        var text: SQLFragment = "REFERENCES \(quote(key.referencedTable))"
        if !key.referencedColumns.isEmpty { text += " (\(list(key.referencedColumns)))" }
        if key.matchesFull { text += " MATCH FULL" }
        if let action = key.onDelete {
            text += " ON DELETE \(action.rawValue)"
            if !key.onDeleteColumns.isEmpty { text += " (\(list(key.onDeleteColumns)))" }
        }
        if let action = key.onUpdate { text += " ON UPDATE \(action.rawValue)" }
        return text + deferral(key.deferrable) + (key.isNotValid ? " NOT VALID" : "")
    }

    private func include(_ columns: [String]) -> SQLFragment {
        columns.isEmpty ? "" : " INCLUDE (\(list(columns)))"
    }

    func deferral(_ deferral: Deferral?) -> SQLFragment {
        switch deferral {
        case .initiallyDeferred: " DEFERRABLE INITIALLY DEFERRED"
        case .initiallyImmediate: " DEFERRABLE INITIALLY IMMEDIATE"
        case nil: ""
        }
    }
}
