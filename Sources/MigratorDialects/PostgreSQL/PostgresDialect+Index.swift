import MigrationDSL
import MigratorCore
import MigratorDatabase

extension PostgresDialect {
    func createIndex(_ create: CreateIndex) throws(MigratorError) -> [SQLFragment] {
        let index = create.index
        guard !index.columns.isEmpty else {
            throw MigratorError(.invalidRevision, "index \(index.name) has no columns")
        }
        try checkConcurrency(create.concurrently, create.summary)
        var columns: [SQLFragment] = []
        for column in index.columns { columns.append(try indexColumn(column, of: index)) }
        var text: SQLFragment =
            "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX \(create.concurrently ? "CONCURRENTLY " : "")"
        text += "\(create.ifNotExists ? "IF NOT EXISTS " : "")\(quote(index.name)) ON \(quote(index.table))"
        if let method = index.method { text += " USING \(SQLFragment(given: method))" }
        text += " (\(columns.joined(separator: ", ")))"
        if !index.include.isEmpty { text += " INCLUDE (\(list(index.include)))" }
        if index.nullsNotDistinct { text += " NULLS NOT DISTINCT" }
        if !index.storage.isEmpty { text += " WITH (\(try settings(index.storage)))" }
        if let predicate = index.predicate {
            text += " WHERE \(try expression(predicate, of: "index \(index.name)"))"
        }
        return [text] + (try comments(on: .index(index.name, on: index.table), index.comment))
    }

    private func indexColumn(_ column: IndexColumn, of index: Index) throws(MigratorError) -> SQLFragment {
        var text: SQLFragment =
            switch column.key {
            case .column(let name): quote(name)
            case .expression(let sql): "(\(try expression(sql, of: "index \(index.name)")))"
            }
        if let collation = column.collation, let name = given(collation) { text += " COLLATE \(name)" }
        if let operatorClass = column.operatorClass { text += " \(SQLFragment(given: operatorClass))" }
        if !column.operatorClassParameters.isEmpty { text += " (\(try settings(column.operatorClassParameters)))" }
        if column.isDescending { text += " DESC" }
        if let nullsFirst = column.nullsFirst { text += nullsFirst ? " NULLS FIRST" : " NULLS LAST" }
        return text
    }

    func dropIndex(_ drop: DropIndex) throws(MigratorError) -> SQLFragment {
        try checkConcurrency(drop.concurrently, drop.summary)
        let words = (drop.concurrently ? "CONCURRENTLY " : "") + (drop.ifExists ? "IF EXISTS " : "")
        return "DROP INDEX \(words)\(name(drop.name, beside: drop.table))"
    }

    private func checkConcurrency(_ isConcurrent: Bool, _ what: String) throws(MigratorError) {
        guard isConcurrent, isTransactional else { return }
        throw unsupported(
            "\(what) concurrently inside a transaction",
            "put it into a revision of its own with 'static let transactional = false'"
        )
    }
}
