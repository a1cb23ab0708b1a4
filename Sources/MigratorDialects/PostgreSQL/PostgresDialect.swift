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
            .validateConstraint:
            try statements(alterations(of: [operation]))
        case .alterTable(let group): try statements(alterations(of: group.changes))
        case .createIndex(let create): try statements([createIndex(create)])
        case .dropIndex(let drop): try statements([dropIndex(drop)])
        case .renameIndex(let rename):
            statements(["ALTER INDEX \(name(rename.name, beside: rename.table)) RENAME TO \(quote(rename.newName))"])
        case .comment(let comment): try statements([self.comment(comment)])
        case .createEnum(let create): try statements([createEnum(create.type)])
        case .dropEnum(let drop): statements(["DROP TYPE \(quote(drop.name))"])
        case .addEnumValue(let add): try statements([addEnumValue(add)])
        case .renameEnumValue(let rename):
            try statements([renameEnumValue(rename)])
        case .createView(let create): try statements([createView(create)])
        case .dropView(let drop): statements([dropView(drop)])
        case .createSchema(let create):
            statements(["CREATE SCHEMA \(create.ifNotExists ? "IF NOT EXISTS " : "")\(quote(create.name))"])
        case .dropSchema(let drop):
            statements(["DROP SCHEMA \(drop.ifExists ? "IF EXISTS " : "")\(quote(drop.name))"])
        case .createSequence(let create): statements([createSequence(create.sequence)])
        case .dropSequence(let drop):
            statements(["DROP SEQUENCE \(drop.ifExists ? "IF EXISTS " : "")\(quote(drop.name))"])
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
