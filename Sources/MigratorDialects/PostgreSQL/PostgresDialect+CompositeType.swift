import MigrationDSL
import MigratorCore
import MigratorDatabase

extension PostgresDialect {
    func createCompositeType(_ type: CompositeType) throws(MigratorError) -> [SQLFragment] {
        let attributes = type.attributes.map(attribute).joined(separator: ", ")
        return ["CREATE TYPE \(quote(type.name)) AS (\(attributes))"]
            + (try comments(on: .compositeType(type.name), type.comment))
    }

    /// One statement, but for names, which PostgreSQL changes one at a time.
    func alterCompositeType(_ alter: AlterCompositeType) -> [SQLFragment] {
        let head: SQLFragment = "ALTER TYPE \(quote(alter.name)) "
        var statements: [SQLFragment] = []
        var together: [SQLFragment] = []
        func flush() {
            if !together.isEmpty { statements.append(head + together.joined(separator: ", ")) }
            together = []
        }
        for change in alter.changes {
            switch change {
            case .add(let attribute): together.append("ADD ATTRIBUTE \(self.attribute(attribute))")
            case .drop(let attribute): together.append("DROP ATTRIBUTE \(quote(attribute.name))")
            case .alter(let attribute, _):
                var text: SQLFragment = "ALTER ATTRIBUTE \(quote(attribute.name)) TYPE \(type(attribute.type))"
                if let collation = attribute.collation, let name = given(collation) { text += " COLLATE \(name)" }
                together.append(text)
            case .rename(let name, let newName):
                flush()
                statements.append("\(head)RENAME ATTRIBUTE \(quote(name)) TO \(quote(newName))")
            }
        }
        flush()
        return statements
    }

    private func attribute(_ attribute: CompositeType.Attribute) -> SQLFragment {
        let text: SQLFragment = "\(quote(attribute.name)) \(type(attribute.type))"
        guard let collation = attribute.collation, let name = given(collation) else { return text }
        return "\(text) COLLATE \(name)"
    }
}
