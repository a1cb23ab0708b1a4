import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// What an expression's names mean.
struct ExpressionContext {
    let dialect: any Dialect
    /// The table that it is of, its schema left out where that is the home schema.
    let table: ObjectName?
    /// The types of the table's columns, by their names as the database keeps them.
    let columns: [ExactText: ComparedType]
    /// The names that columns get, by those that they have.
    let newNames: [ExactText: String]
    /// The functions of the home schema, which may be called with it or without.
    let ownFunctions: Set<ExactText>

    /// What stands behind a column's name; `nil` for one that the table has not.
    func type(of node: ExpressionNode) -> ComparedType? {
        guard case .name(let parts) = node, parts.count == 1, let name = parts.first else { return nil }
        return columns[ExactText(name)]
    }

    /// A column's path without the table that it is of, under the name that the column gets.
    func column(_ path: [String]) -> [String] {
        let path = path.map { dialect.comparedName($0) }
        var own = path
        if let table, own.count > 1 {
            let name = dialect.comparedName(table.name)
            let schema = dialect.comparedName(table.schema ?? dialect.homeSchema)
            if own.count == 3, own[0].isExactly(schema), own[1].isExactly(name) { own.removeFirst(2) }
            if own.count == 2, own[0].isExactly(name) { own.removeFirst() }
        }
        guard own.count == 1, let newName = newNames[ExactText(own[0])] else { return own }
        return [dialect.comparedName(newName)]
    }

    /// A function's name without the schema where it is found by itself.
    func function(_ path: [String]) -> String {
        let path = path.map { dialect.comparedName($0) }
        guard path.count == 2 else { return path.joined(separator: ".") }
        let isBuiltIn = dialect.hasSearchPath && path[0] == "pg_catalog"
        let isOwn = path[0].isExactly(dialect.homeSchema) && ownFunctions.contains(ExactText(path[1]))
        return isBuiltIn || isOwn ? path[1] : path.joined(separator: ".")
    }
}
