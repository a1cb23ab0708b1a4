import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorSystem

/// Tells whether a condition finds few rows, since it says which values of a key they have.
struct KeyBound {
    private let keys: [String]

    init(_ inventory: Inventory, _ table: ObjectName) {
        guard let known = inventory.table(table), !known.columns.isEmpty else {
            // Of a table that is not known, what is called so most likely is the key.
            keys = ["id"]
            return
        }
        let constraints = known.constraints.filter { $0.kind == .primaryKey || $0.kind == .unique }
        keys =
            constraints.compactMap(\.columns.first)
            + known.indexes.filter { $0.isUnique && !$0.isPartial }.compactMap { $0.columns.first ?? nil }
    }

    func holds(for condition: StatementPart?) -> Bool {
        guard let condition, !condition.isEmpty else { return false }
        // Each of several alternatives has to be bound.
        let alternatives = condition.disjuncts
        if alternatives.count > 1 { return alternatives.allSatisfy { holds(for: $0) } }
        var (lower, upper): (Set<ExactText>, Set<ExactText>) = ([], [])
        for part in condition.conjuncts {
            let part = part.bare
            let words = part.words
            var (index, end) = (part.range.lowerBound, part.range.upperBound)
            // The column may have its table's name before it.
            if words.text(index + 1..<index + 2) == "." { index += 2 }
            guard index < end, let name = words.name(index), let key = keys.first(where: { part.isColumn($0, name) })
            else {
                continue
            }
            index += 1
            end = max(index, end)
            switch words.keyword(index) ?? words.text(index..<index + 1) {
            case "=", "between": return true
            case "in":
                // Not what a query finds.
                if words.keyword(index + 2) != "select" { return true }
            case ">", ">=": lower.insert(ExactText(key))
            case "<", "<=": upper.insert(ExactText(key))
            default: break
            }
        }
        return !lower.isDisjoint(with: upper)
    }
}

extension StatementPart {
    /// Whether a name in it is that of a column.
    func isColumn(_ column: String, _ name: String) -> Bool {
        words.ignoresCase ? column.lowercased().isExactly(name.lowercased()) : column.isExactly(name)
    }

    /// Whether the condition refuses null in a column.
    func proves(notNull column: String) -> Bool {
        conjuncts.contains { part in
            let part = part.bare
            guard part.range.count == 4, let name = words.name(part.range.lowerBound), isColumn(column, name) else {
                return false
            }
            return words.keywords(part.range.lowerBound + 1..<part.range.upperBound) == ["is", "not", "null"]
        }
    }
}
