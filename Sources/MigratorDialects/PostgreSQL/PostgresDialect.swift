package import MigrationDSL
import MigratorCatalogue
package import MigratorCore
package import MigratorDatabase

/// The SQL of PostgreSQL.
package struct PostgresDialect: Dialect {
    package let isTransactional: Bool

    package init(isTransactional: Bool) {
        self.isTransactional = isTransactional
    }

    package var kind: DatabaseKind { .postgres }

    package func rendering(inTransaction: Bool) -> any Dialect {
        PostgresDialect(isTransactional: inTransaction)
    }

    package func render(_ operation: Operation) throws(MigratorError) -> [WorkItem] {
        let items = try items(operation)
        if case .execute = operation { return items }
        for case .statement(let sql) in items {
            for name in sql.names { try checkLength(name) }
        }
        return items
    }

    private func items(_ operation: Operation) throws(MigratorError) -> [WorkItem] {
        switch operation {
        case .createTable(let create): try statements(createTable(create))
        case .dropTable(let drop):
            try statements(
                ["DROP TABLE \(drop.ifExists ? "IF EXISTS " : "")\(quote(drop.name))"]
                    + dropUnused(drop.definition?.columns.map(\.type) ?? [])
            )
        case .renameTable(let rename): statements([alter(rename.name, "RENAME TO \(quote(rename.newName))")])
        case .addColumn, .dropColumn, .alterColumn, .renameColumn, .addConstraint, .dropConstraint, .renameConstraint,
            .validateConstraint, .alterConstraint, .setTableOptions:
            try statements(alterations(of: [operation]))
        case .alterTable(let group): try statements(alterations(of: group.changes))
        case .createIndex(let create): try statements(createIndex(create))
        case .dropIndex(let drop): try statements([dropIndex(drop)])
        case .renameIndex(let rename):
            statements(["ALTER INDEX \(name(rename.name, beside: rename.table)) RENAME TO \(quote(rename.newName))"])
        case .comment(let comment): try statements([self.comment(comment)])
        case .createEnum(let create):
            try statements(
                [createEnum(create.type)] + comments(on: .enumeration(create.type.name), create.type.comment)
            )
        case .dropEnum(let drop): statements(["DROP TYPE \(quote(drop.name))"])
        case .addEnumValue(let add): try statements([addEnumValue(add)])
        case .renameEnumValue(let rename):
            try statements([renameEnumValue(rename)])
        case .createView(let create): try statements(createView(create))
        case .dropView(let drop): statements([dropView(drop)])
        case .createSchema(let create):
            statements(["CREATE SCHEMA \(create.ifNotExists ? "IF NOT EXISTS " : "")\(quote(create.name))"])
        case .dropSchema(let drop):
            statements(["DROP SCHEMA \(drop.ifExists ? "IF EXISTS " : "")\(quote(drop.name))"])
        case .createSequence(let create): try statements(createSequence(create.sequence))
        case .dropSequence(let drop):
            statements(["DROP SEQUENCE \(drop.ifExists ? "IF EXISTS " : "")\(quote(drop.name))"])
        case .alterIndex(let alter): try statements(alterIndex(alter))
        case .alterView(let alter): try statements(alterView(alter))
        case .alterSequence(let alter): try statements([alterSequence(alter)])
        case .renameObject(let rename): try statements([self.rename(rename)])
        case .commentOnObject(let comment): try statements([self.comment(on: comment.object, comment.comment)])
        case .createDomain(let create): try statements(createDomain(create.domain))
        case .dropDomain(let drop): statements(["DROP DOMAIN \(quote(drop.name))"])
        case .alterDomain(let alter): try statements(alterDomain(alter))
        case .createCompositeType(let create): try statements(createCompositeType(create.type))
        case .dropCompositeType(let drop): statements(["DROP TYPE \(quote(drop.name))"])
        case .alterCompositeType(let alter): statements(alterCompositeType(alter))
        case .createExtension(let create): try statements(createExtension(create))
        case .dropExtension(let drop):
            statements(["DROP EXTENSION \(drop.ifExists ? "IF EXISTS " : "")\(quote(drop.name))"])
        case .createFunction(let create): try statements(createFunction(create))
        case .dropFunction(let drop): try statements(["DROP \(named(drop.function.reference))"])
        case .createTrigger(let create): try statements(createTrigger(create))
        case .dropTrigger(let drop): try statements(["DROP \(named(.trigger(drop.name, on: drop.table)))"])
        case .setTriggerState(let set): statements([state(set.state, of: set.name, on: set.table)])
        case .createPolicy(let create): try statements(createPolicy(create.policy))
        case .dropPolicy(let drop): try statements(["DROP \(named(.policy(drop.name, on: drop.table)))"])
        case .alterPolicy(let alter): try statements([alterPolicy(alter)])
        case .createVirtualTable, .dropVirtualTable:
            throw unsupported(operation.summary, "it has no virtual tables; guard the operation by dialect")
        case .createOpaque(let create): try statements(definition(create.object.ddl, of: create.summary))
        case .dropOpaque(let drop): try statements(dropOpaque(drop.object))
        case .execute(let execute): try self.execute(execute)
        case .perform(let perform): [.perform(perform)]
        case .bulkInsert(let insert): [.bulkInsert(insert)]
        case .removeRows(let remove): [.removeRows(remove)]
        case .update(let update): try statements([self.update(update)])
        case .delete(let delete): try statements([self.delete(delete)])
        }
    }

    func alter(_ table: ObjectName, _ action: SQLFragment) -> SQLFragment {
        "ALTER TABLE \(quote(table)) \(action)"
    }

    /// The name of what lives in its table's schema, such as an index.
    func name(_ name: String, beside table: ObjectName) -> SQLFragment {
        quote(ObjectName(name, schema: table.schema))
    }

    /// PostgreSQL cuts a longer name off with a notice, and the next statement that names it in full fails.
    func checkLength(_ name: String) throws(MigratorError) {
        guard name.utf8.count > 63 else { return }
        throw unsupported(
            "keep the name \(name)",
            "a name has 63 bytes at the most, and this one \(name.utf8.count); give it a shorter one"
        )
    }
}
