import MigrationDSL
package import MigratorDialects
import MigratorSystem

extension SchemaComparison {
    /// Whether a rename that was told is one: the old schema has the one name alone, and the new schema the other.
    package func holds(_ rename: Rename, _ dialect: any Dialect) -> Bool {
        let key = ObjectKey(rename.object, dialect)
        guard let part = rename.part else {
            return renames.objects[key].map { isSame($0, rename.newName, dialect) } ?? false
        }
        let name = key.kind == .enumeration ? part : dialect.comparedName(part)
        return renames.parts[key]?[ExactText(name)].map { isSame($0, rename.newName, dialect) } ?? false
    }

    private func isSame(_ left: String, _ right: String, _ dialect: any Dialect) -> Bool {
        dialect.comparedName(left).isExactly(dialect.comparedName(right))
    }
}
