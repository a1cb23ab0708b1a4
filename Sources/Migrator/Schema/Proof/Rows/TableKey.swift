import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// The name of a table with its schema, as its database tells names apart.
enum TableKey {
    static func of(_ name: ObjectName, _ dialect: any Dialect) -> ExactText {
        ExactText("\(dialect.comparedName(name.schema ?? dialect.homeSchema)).\(dialect.comparedName(name.name))")
    }
}
