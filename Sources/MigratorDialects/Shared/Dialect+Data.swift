package import MigrationDSL
package import MigratorCore
package import MigratorDatabase

/// Changes of rows, which both databases spell alike save for literals and patterns.
extension Dialect {
    package func update(_ update: UpdateRows) throws(MigratorError) -> SQLFragment {
        guard !update.columns.isEmpty else {
            throw MigratorError(.invalidRevision, "\(update.summary) sets no column")
        }
        var settings: [SQLFragment] = []
        for field in update.values.fields { settings.append("\(quote(field.name)) = \(try literal(field.value))") }
        for column in update.computed {
            let expression = try expression(column.expression, of: "column \(column.name)")
            settings.append("\(quote(column.name)) = (\(expression))")
        }
        let condition = try self.condition(update.predicate)
        return "UPDATE \(quote(update.table)) SET \(settings.joined(separator: ", "))" + condition
    }

    package func delete(_ delete: DeleteRows) throws(MigratorError) -> SQLFragment {
        "DELETE FROM \(quote(delete.table))" + (try condition(delete.predicate))
    }

    private func condition(_ predicate: Predicate) throws(MigratorError) -> SQLFragment {
        if case .everyRow = predicate { return "" }
        return " WHERE " + (try text(of: predicate))
    }

    private func text(of predicate: Predicate) throws(MigratorError) -> SQLFragment {
        switch predicate {
        case .everyRow: return SQLFragment(words: truth(true))
        case .comparison(let column, .like, .text(let pattern)): return try like(column, pattern)
        case .comparison(let column, let comparison, let value):
            return "\(quote(column)) \(comparison.rawValue) \(try literal(value))"
        case .null(let column, let isNull): return "\(quote(column)) IS \(isNull ? "" : "NOT ")NULL"
        case .oneOf(_, let values) where values.isEmpty: return SQLFragment(words: truth(false))
        case .oneOf(let column, let values):
            var list: [String] = []
            for value in values { list.append(try literal(value)) }
            return "\(quote(column)) IN (\(list.joined(separator: ", ")))"
        case .all(let parts): return try join(parts, " AND ", empty: SQLFragment(words: truth(true)))
        case .any(let parts): return try join(parts, " OR ", empty: SQLFragment(words: truth(false)))
        case .not(let part): return "NOT (\(try text(of: part)))"
        }
    }

    private func join(_ parts: [Predicate], _ word: String, empty: SQLFragment) throws(MigratorError) -> SQLFragment {
        guard !parts.isEmpty else { return empty }
        var texts: [SQLFragment] = []
        for part in parts { texts.append("(\(try text(of: part)))") }
        return texts.joined(separator: word)
    }
}
