import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

// Which collation a column or an expression has without a word: a database does not write it again.
extension TextSpeller {
    /// A collation as it is compared; empty for the database's own.
    func comparedCollation(_ collation: SQLText) -> ExactText {
        ExactText(side.dialect.text(collation).flatMap { side.dialect.comparedCollation($0) } ?? "")
    }

    /// The collation that a column of a table was given, or its domain was; `nil` for none.
    func collation(of column: ExactText, in table: Table) -> ExactText? {
        guard let column = table.columns.first(where: { side.column($0.name, of: table.name) == column }) else {
            return nil
        }
        return column.collation.map(comparedCollation) ?? collation(of: column.type)
    }

    private func collation(of type: ColumnType) -> ExactText? {
        guard case .named(let name, _) = type.kind,
            case .domain(let domain)? = side[ObjectKey(.domain(name), side.dialect)]?.object
        else { return nil }
        return domain.collation.map(comparedCollation) ?? collation(of: domain.type)
    }

    /// The collation that an expression has of its columns; `nil` for none, and where they have several.
    func collation(of tree: ExpressionNode, in table: Table) -> ExactText? {
        guard let ends = side.dialect.expressionRules.collationEnds else { return nil }
        let found = collations(of: tree, in: table, ends)
        return found.count == 1 ? found.first : nil
    }

    private func collations(of tree: ExpressionNode, in table: Table, _ ends: Set<String>) -> Set<ExactText> {
        func all(_ nodes: [ExpressionNode]) -> Set<ExactText> {
            nodes.reduce(into: []) { $0.formUnion(collations(of: $1, in: table, ends)) }
        }
        switch tree {
        case .name(let parts):
            let found = parts.last.flatMap { collation(of: ExactText($0), in: table) }
            return found.map { $0 == ExactText("") ? [] : [$0] } ?? []
        case .word, .number, .string, .bits: return []
        case .array(let elements): return all(elements)
        case .cast(let operand, let type):
            // A number or a moment is compared by none.
            switch type.family {
            case .text, .filledText: return all([operand])
            case .other where !type.isBuiltIn: return all([operand])
            default: return []
            }
        case .call(let name, let arguments):
            if name.hasPrefix("operator collate ") { return [ExactText(String(name.dropFirst(17)))] }
            // Of the operators, only that which puts texts together makes a text.
            if name.hasPrefix("operator ") { return name == "operator ||" ? all(arguments) : [] }
            return ends.contains(name) ? [] : all(arguments)
        }
    }
}
