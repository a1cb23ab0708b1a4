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
        if operation.details is ExecuteSQL { return items }
        for case .statement(let sql) in items {
            for name in sql.names { try checkLength(name) }
        }
        return items
    }

    private func items(_ operation: Operation) throws(MigratorError) -> [WorkItem] {
        switch operation.details {
        case let execute as ExecuteSQL: try self.execute(execute)
        case let insert as BulkInsert: [.bulkInsert(insert)]
        case let create as CreateTable: try statements(createTable(create))
        case let drop as DropTable:
            try statements(
                ["DROP TABLE \(drop.ifExists ? "IF EXISTS " : "")\(quote(drop.name))"]
                    + dropUnused(drop.definition?.columns.map(\.type) ?? [])
            )
        case let rename as RenameTable: statements([alter(rename.name, "RENAME TO \(quote(rename.newName))")])
        case is AddColumn, is DropColumn, is AlterColumn, is RenameColumn, is AddConstraint, is DropConstraint,
            is RenameConstraint,
            is ValidateConstraint, is AlterConstraint, is SetTableOptions:
            try statements(alterations(of: [operation]))
        case let group as AlterTable: try statements(alterations(of: group.changes))
        case let create as CreateIndex: try statements(createIndex(create))
        case let drop as DropIndex: try statements([dropIndex(drop)])
        case let rename as RenameIndex:
            statements(["ALTER INDEX \(name(rename.name, beside: rename.table)) RENAME TO \(quote(rename.newName))"])
        case let comment as CommentOn: try statements([self.comment(comment)])
        case let create as CreateEnum:
            try statements(
                [createEnum(create.type)] + comments(on: .enumeration(create.type.name), create.type.comment)
            )
        case let drop as DropEnum: statements(["DROP TYPE \(quote(drop.name))"])
        case let add as AddEnumValue: try statements([addEnumValue(add)])
        case let rename as RenameEnumValue:
            try statements([renameEnumValue(rename)])
        case let create as CreateView: try statements(createView(create))
        case let drop as DropView: statements([dropView(drop)])
        case let create as CreateSchema:
            statements(["CREATE SCHEMA \(create.ifNotExists ? "IF NOT EXISTS " : "")\(quote(create.name))"])
        case let drop as DropSchema:
            statements(["DROP SCHEMA \(drop.ifExists ? "IF EXISTS " : "")\(quote(drop.name))"])
        case let create as CreateSequence: try statements(createSequence(create.sequence))
        case let drop as DropSequence:
            statements(["DROP SEQUENCE \(drop.ifExists ? "IF EXISTS " : "")\(quote(drop.name))"])
        case let alter as AlterIndex: try statements(alterIndex(alter))
        case let alter as AlterView: try statements(alterView(alter))
        case let alter as AlterSequence: try statements([alterSequence(alter)])
        case let rename as RenameObject: try statements([self.rename(rename)])
        case let comment as CommentOnObject: try statements([self.comment(on: comment.object, comment.comment)])
        case let create as CreateDomain: try statements(createDomain(create.domain))
        case let drop as DropDomain: statements(["DROP DOMAIN \(quote(drop.name))"])
        case let alter as AlterDomain: try statements(alterDomain(alter))
        case let create as CreateCompositeType: try statements(createCompositeType(create.type))
        case let drop as DropCompositeType: statements(["DROP TYPE \(quote(drop.name))"])
        case let alter as AlterCompositeType: statements(alterCompositeType(alter))
        case let create as CreateExtension: try statements(createExtension(create))
        case let drop as DropExtension:
            statements(["DROP EXTENSION \(drop.ifExists ? "IF EXISTS " : "")\(quote(drop.name))"])
        case let create as CreateFunction: try statements(createFunction(create))
        case let drop as DropFunction: try statements(["DROP \(named(drop.function.reference))"])
        case let create as CreateTrigger: try statements(createTrigger(create))
        case let drop as DropTrigger: try statements(["DROP \(named(.trigger(drop.name, on: drop.table)))"])
        case let set as SetTriggerState: statements([state(set.state, of: set.name, on: set.table)])
        case let create as CreatePolicy: try statements(createPolicy(create.policy))
        case let drop as DropPolicy: try statements(["DROP \(named(.policy(drop.name, on: drop.table)))"])
        case let alter as AlterPolicy: try statements([alterPolicy(alter)])
        case is CreateVirtualTable, is DropVirtualTable:
            throw unsupported(operation.summary, "it has no virtual tables; guard the operation by dialect")
        case let create as CreateOpaque: try statements(definition(create.object.ddl, of: create.summary))
        case let drop as DropOpaque: try statements(dropOpaque(drop.object))
        case let perform as Perform: [.perform(perform)]
        case let remove as RemoveRows: [.removeRows(remove)]
        case let update as UpdateRows: try statements([self.update(update)])
        case let delete as DeleteRows: try statements([self.delete(delete)])
        default: throw unknown(operation)
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
