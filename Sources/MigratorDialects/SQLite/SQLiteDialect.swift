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
        switch operation {
        case .createTable(let create): try statements(createTable(create))
        case .dropTable(let drop):
            statements(["DROP TABLE \(drop.ifExists ? "IF EXISTS " : "")\(quote(drop.name))"])
        case .renameTable(let rename):
            statements(["ALTER TABLE \(quote(rename.name)) RENAME TO \(quote(rename.newName))"])
        case .addColumn(let add): try operation.needsRebuild ? rebuild(operation) : statements([addColumn(add)])
        case .renameColumn(let rename): statements([renameColumn(rename)])
        // A comment is all that may change without a rebuild.
        case .alterColumn(let alter): try alterColumn(alter)
        case .dropColumn, .renameIndex, .addConstraint, .dropConstraint, .renameConstraint: try rebuild(operation)
        case .createIndex(let create): try statements([createIndex(create)])
        case .dropIndex(let drop): statements([dropIndex(drop)])
        // Every constraint of SQLite is checked when it is made; comments and enum types are not kept.
        case .validateConstraint, .comment, .commentOnObject, .createEnum, .dropEnum, .addEnumValue: []
        case .renameEnumValue: throw unsupported("rename a value of an enum type", "update the rows that hold it")
        case .alterTable(let group): try alterTable(group)
        case .createView(let create): try statements(createView(create))
        case .dropView(let drop):
            statements(["DROP VIEW \(drop.ifExists ? "IF EXISTS " : "")\(quote(drop.view.name))"])
        case .createSchema, .dropSchema: throw unsupported(operation.summary, "it has no schemas")
        case .createSequence, .dropSequence:
            throw unsupported(operation.summary, "it has no sequences; use Column.identity()")
        case .createTrigger(let create): try statements(createTrigger(create))
        case .dropTrigger(let drop): statements([dropTrigger(drop)])
        case .createVirtualTable(let create): try statements([createVirtualTable(create.table)])
        case .dropVirtualTable(let drop): statements(["DROP TABLE \(quote(drop.table.name))"])
        case .createOpaque(let create): try statements(definition(create.object.ddl, of: create.summary))
        case .dropOpaque(let drop): try statements(dropOpaque(drop))
        case .alterConstraint, .alterIndex, .setTableOptions, .alterView, .alterSequence, .renameObject, .createDomain,
            .dropDomain, .alterDomain, .createCompositeType, .dropCompositeType, .alterCompositeType, .createExtension,
            .dropExtension, .createFunction, .dropFunction, .setTriggerState, .createPolicy, .dropPolicy, .alterPolicy:
            throw unsupported(operation.summary, advice(instead: operation))
        case .execute(let execute): try self.execute(execute)
        case .perform(let perform): [.perform(perform)]
        case .bulkInsert(let insert): [.bulkInsert(insert)]
        case .removeRows(let remove): [.removeRows(remove)]
        case .update(let update): try statements([self.update(update)])
        case .delete(let delete): try statements([self.delete(delete)])
        }
    }

    private func alterColumn(_ alter: AlterColumn) throws(MigratorError) -> [WorkItem] {
        try refuseWhatIsPostgres(alter)
        let operation = Operation.alterColumn(alter)
        return try operation.needsRebuild ? rebuild(operation) : []
    }

    private func alterTable(_ group: AlterTable) throws(MigratorError) -> [WorkItem] {
        guard !group.changes.contains(where: \.needsRebuild) else { return try rebuild(.alterTable(group)) }
        var items: [WorkItem] = []
        for change in group.changes { items += try render(change) }
        return items
    }
}
