import MigrationDSL
import MigratorCatalogue
import MigratorDialects

extension Schema {
    /// The schema with SQL for defaults that are no values of their columns.
    ///
    /// A database may have any: PostgreSQL keeps a text that is too long until a row wants it, and SQLite a number for a
    /// column of text. A revision that says such a default as a value is refused, as a person's mistake.
    func withForeignDefaultsAsSQL(_ dialect: any Dialect) -> Schema {
        var schema = self
        for index in objects.indices {
            guard case .table(let table) = objects[index].object else { continue }
            let columns = table.columns.map { $0.withForeignDefaultAsSQL(dialect) }
            guard zip(columns, table.columns).contains(where: { $0.defaultValue != $1.defaultValue }) else { continue }
            schema.objects[index].object = .table(
                table.with(columns: columns, constraints: table.tableConstraints)
            )
        }
        return schema
    }
}

extension Column {
    fileprivate func withForeignDefaultAsSQL(_ dialect: any Dialect) -> Column {
        guard let value = defaultValue, case .value(let literal) = value.kind, literal != .null else { return self }
        do {
            try checkDefault(on: dialect.kind)
            return self
        } catch {
            return dialect.text(of: value).map { self.default(.expression(SQLText($0))) } ?? self
        }
    }
}
