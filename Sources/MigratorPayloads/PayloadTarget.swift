package import MigratorDatabase

/// The table that a payload goes into.
package struct PayloadTarget: Sendable {
    /// The table's name, for messages.
    package let table: String
    /// The table's columns, as the database's catalogue has them.
    package let columns: [CatalogColumn]
    /// Whose cells are wanted.
    package let database: DatabaseKind

    package init(table: String, columns: [CatalogColumn], database: DatabaseKind) {
        self.table = table
        self.columns = columns
        self.database = database
    }
}
