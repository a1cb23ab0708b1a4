import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase

/// Operations as standard SQL says them, for a dialect that renders none of its own.
///
/// What the standard has no words for, or what databases say each in a way of its own, is refused.
struct StandardSQL {
    let dialect: any Dialect

    func items(_ operation: Operation) throws(MigratorError) -> [WorkItem] {
        switch operation.details {
        case let create as CreateTable: try statement(createTable(create))
        case let drop as DropTable: try statement("DROP TABLE \(drop.ifExists ? "IF EXISTS " : "")\(name(drop.name))")
        case let rename as RenameTable: try statement(alter(rename.name, "RENAME TO \(name(rename.newName))"))
        case let add as AddColumn: try statement(addColumn(add))
        case let drop as DropColumn: try statement(alter(drop.table, "DROP COLUMN \(name(drop.name))"))
        case let rename as RenameColumn:
            try statement(alter(rename.table, "RENAME COLUMN \(name(rename.name)) TO \(name(rename.newName))"))
        case let group as AlterTable: try items(group)
        case let create as CreateIndex: try statement(createIndex(create))
        case let drop as DropIndex:
            try statement(
                "DROP INDEX \(drop.ifExists ? "IF EXISTS " : "")\(dialect.quote(drop.name, beside: drop.table))"
            )
        case let create as CreateView: try statement(createView(create))
        case let drop as DropView:
            try statement("DROP VIEW \(drop.ifExists ? "IF EXISTS " : "")\(name(drop.view.name))")
        // A comment changes nothing that a revision could count on.
        case is CommentOn, is CommentOnObject: []
        case let execute as ExecuteSQL: try dialect.execute(execute)
        case let perform as Perform: [.perform(perform)]
        case let insert as BulkInsert: [.bulkInsert(insert)]
        case let remove as RemoveRows: [.removeRows(remove)]
        case let update as UpdateRows: try statement(dialect.update(update))
        case let delete as DeleteRows: try statement(dialect.delete(delete))
        default: throw refused(operation.summary)
        }
    }

    private func items(_ group: AlterTable) throws(MigratorError) -> [WorkItem] {
        var items: [WorkItem] = []
        for change in group.changes { items += try dialect.render(change) }
        return items
    }

    private func statement(_ fragment: SQLFragment) throws(MigratorError) -> [WorkItem] { [.statement(fragment)] }

    func refused(_ what: String) -> MigratorError {
        dialect.unsupported(what, "its dialect has no SQL for that; write the statement with op.execute")
    }

    // MARK: Names

    func name(_ name: String) -> SQLFragment { dialect.quote(name) }

    func name(_ name: ObjectName) -> SQLFragment { dialect.quote(name) }

    func alter(_ table: ObjectName, _ action: SQLFragment) -> SQLFragment { "ALTER TABLE \(name(table)) \(action)" }

    // MARK: Indexes and views

    private func createIndex(_ create: CreateIndex) throws(MigratorError) -> SQLFragment {
        let index = create.index
        guard !index.columns.isEmpty else {
            throw MigratorError(.invalidRevision, "index \(index.name) has no columns")
        }
        guard index.method == nil, index.predicate == nil, !index.nullsNotDistinct || !index.isUnique else {
            throw refused(create.summary)
        }
        var columns: [SQLFragment] = []
        for column in index.columns {
            guard case .column(let name) = column.key, column.nullsFirst == nil, column.collation == nil else {
                throw refused(create.summary)
            }
            columns.append(self.name(name) + (column.isDescending ? " DESC" : ""))
        }
        let words = (index.isUnique ? "UNIQUE INDEX " : "INDEX ") + (create.ifNotExists ? "IF NOT EXISTS " : "")
        return "CREATE \(words)\(name(index.name)) ON \(name(index.table)) (\(columns.joined(separator: ", ")))"
    }

    private func createView(_ create: CreateView) throws(MigratorError) -> SQLFragment {
        let view = create.view
        guard !view.isMaterialized, !create.orReplace, view.options == ViewOptions() else {
            throw refused(create.summary)
        }
        let columns: SQLFragment = view.columns.isEmpty ? "" : " (\(dialect.list(view.columns)))"
        return "CREATE VIEW \(name(view.name))\(columns) AS \(try dialect.expression(view.query, of: create.summary))"
    }
}
