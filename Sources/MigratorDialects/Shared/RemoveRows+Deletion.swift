import MigrationDSL
package import MigratorDatabase

extension RemoveRows {
    /// The statement that deletes the rows whose keys lie in another table, which needs no index.
    ///
    /// Both databases look each key up in an index or a hash table that they make of such a subquery once. EXISTS says
    /// the same, and has SQLite read the other table anew for each row.
    package func deletion(by keys: TableName) -> String {
        let names = key.map(TableName.quote).joined(separator: ", ")
        let place = key.count == 1 ? names : "(\(names))"
        let table = TableName(table.name, schema: table.schema)
        return "DELETE FROM \(table.quoted) WHERE \(place) IN (SELECT \(names) FROM \(keys.quoted))"
    }
}
