package import MigrationDSL
import MigratorCatalogue
package import MigratorCore
package import MigratorDatabase

/// The SQL of SQLite.
package struct SQLiteDialect: Dialect {
    package let isTransactional: Bool

    package init(isTransactional: Bool) {
        self.isTransactional = isTransactional
    }

    package var kind: DatabaseKind { .sqlite }

    package func rendering(inTransaction: Bool) -> any Dialect {
        SQLiteDialect(isTransactional: inTransaction)
    }

    package func render(_ operation: Operation) throws(MigratorError) -> [WorkItem] {
        switch operation.details {
        case let execute as ExecuteSQL: try self.execute(execute)
        case let insert as BulkInsert: [.bulkInsert(insert)]
        case let create as CreateTable: try statements(createTable(create))
        case let drop as DropTable:
            statements(["DROP TABLE \(drop.ifExists ? "IF EXISTS " : "")\(quote(drop.name))"])
        case let rename as RenameTable:
            statements(["ALTER TABLE \(quote(rename.name)) RENAME TO \(quote(rename.newName))"])
        case let add as AddColumn: try operation.needsRebuild ? rebuild(operation) : statements([addColumn(add)])
        case let rename as RenameColumn: statements([renameColumn(rename)])
        // A comment is all that may change without a rebuild.
        case let alter as AlterColumn: try alterColumn(alter)
        case let options as SetTableOptions:
            try setTableOptions(options)
        case is DropColumn, is RenameIndex, is AddConstraint, is DropConstraint, is RenameConstraint:
            try rebuild(operation)
        case let create as CreateIndex: try statements([createIndex(create)])
        case let drop as DropIndex: statements([dropIndex(drop)])
        // Every constraint of SQLite is checked when it is made; comments and enum types are not kept.
        case is ValidateConstraint, is CommentOn, is CommentOnObject, is CreateEnum, is DropEnum, is AddEnumValue: []
        case is RenameEnumValue: throw unsupported("rename a value of an enum type", "update the rows that hold it")
        case let group as AlterTable: try alterTable(group)
        case let create as CreateView: try statements(createView(create))
        case let drop as DropView:
            statements(["DROP VIEW \(drop.ifExists ? "IF EXISTS " : "")\(quote(drop.view.name))"])
        case is CreateSchema, is DropSchema: throw unsupported(operation.summary, "it has no schemas")
        case is CreateSequence, is DropSequence:
            throw unsupported(operation.summary, "it has no sequences; use Column.identity()")
        case let create as CreateTrigger: try statements(createTrigger(create))
        case let drop as DropTrigger: statements([dropTrigger(drop)])
        case let create as CreateVirtualTable: try statements([createVirtualTable(create.table)])
        case let drop as DropVirtualTable: statements(["DROP TABLE \(quote(drop.table.name))"])
        case let create as CreateOpaque: try statements(definition(create.object.ddl, of: create.summary))
        case let drop as DropOpaque: try statements(dropOpaque(drop))
        case let perform as Perform: [.perform(perform)]
        case let remove as RemoveRows: [.removeRows(remove)]
        case let update as UpdateRows: try statements([self.update(update)])
        case let delete as DeleteRows: try statements([self.delete(delete)])
        default: throw refusal(of: operation)
        }
    }

    private func alterColumn(_ alter: AlterColumn) throws(MigratorError) -> [WorkItem] {
        try refuseWhatIsPostgres(alter)
        let operation = Operation(alter)
        return try operation.needsRebuild ? rebuild(operation) : []
    }

    private func setTableOptions(_ options: SetTableOptions) throws(MigratorError) -> [WorkItem] {
        try refuseWhatIsPostgres(options)
        return try rebuild(Operation(options))
    }

    private func alterTable(_ group: AlterTable) throws(MigratorError) -> [WorkItem] {
        guard !group.changes.contains(where: \.needsRebuild) else { return try rebuild(Operation(group)) }
        var items: [WorkItem] = []
        for change in group.changes { items += try render(change) }
        return items
    }
}
