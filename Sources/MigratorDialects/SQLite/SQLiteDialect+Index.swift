import MigrationDSL
import MigratorCore
import MigratorDatabase

extension SQLiteDialect {
    /// What only makes an index faster on PostgreSQL — `include`, `concurrently` — is left out here.
    func createIndex(_ create: CreateIndex) throws(MigratorError) -> SQLFragment {
        let index = create.index
        if let method = index.method, method.lowercased() != "btree" {
            throw unsupported("make a \(method) index", "it knows only btree; guard the operation by dialect")
        }
        guard !index.columns.isEmpty else {
            throw MigratorError(.invalidRevision, "index \(index.name) has no columns")
        }
        guard !index.nullsNotDistinct || !index.isUnique else {
            throw unsupported("take two nulls for the same in index \(index.name)", "leave nullsNotDistinct: out")
        }
        var columns: [SQLFragment] = []
        for column in index.columns { columns.append(try indexColumn(column, of: index)) }
        var text: SQLFragment =
            "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX \(create.ifNotExists ? "IF NOT EXISTS " : "")"
        text += quote(ObjectName(index.name, schema: index.table.schema))
        text += " ON \(quote(index.table.name)) (\(columns.joined(separator: ", ")))"
        if let predicate = index.predicate {
            text += " WHERE \(try expression(predicate, of: "index \(index.name)"))"
        }
        return text
    }

    private func indexColumn(_ column: IndexColumn, of index: Index) throws(MigratorError) -> SQLFragment {
        var text: SQLFragment =
            switch column.key {
            case .column(let name): quote(name)
            case .expression(let sql): "(\(try expression(sql, of: "index \(index.name)")))"
            }
        if let collation = column.collation, let name = given(collation) { text += " COLLATE \(name)" }
        if column.isDescending { text += " DESC" }
        if let nullsFirst = column.nullsFirst, nullsFirst == column.isDescending {
            throw unsupported("put nulls \(nullsFirst ? "first" : "last") in index \(index.name)", "leave nulls() out")
        }
        return text
    }

    func dropIndex(_ drop: DropIndex) -> SQLFragment {
        let name = quote(ObjectName(drop.name, schema: drop.table.schema))
        return "DROP INDEX \(drop.ifExists ? "IF EXISTS " : "")\(name)"
    }
}
