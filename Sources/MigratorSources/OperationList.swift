package import MigrationDSL
import MigratorCore
import MigratorDatabase

/// The operations of a revision in one direction; those of a file are made when they are asked for.
package enum OperationList: RandomAccessCollection, Sendable {
    /// The operations that a revision written in Swift has recorded.
    case recorded([Operation])
    /// The statements of a file.
    case file(SQLStatements)

    package var startIndex: Int { 0 }

    package var endIndex: Int {
        switch self {
        case .recorded(let operations): operations.count
        case .file(let statements): statements.count
        }
    }

    package subscript(position: Int) -> Operation {
        switch self {
        case .recorded(let operations): operations[position]
        case .file(let statements): Self.operation(statements[position], statements.kind)
        }
    }

    private static func operation(_ item: SQLItem, _ kind: DatabaseKind) -> Operation {
        switch item {
        case .statement(let text, let location, let touches):
            let tables = touches ?? SQLTables.touched(by: text, kind: kind)?.tables
            let named = tables?.map { ObjectName($0.name, schema: $0.schema) }
            return Operation(
                ExecuteSQL(
                    sql: SQLText(text),
                    tables: named,
                    declaresTables: touches != nil,
                    location: location
                )
            )
        case .bulkInsert(let table, let path, let location):
            let name = ObjectName(table.name, schema: table.schema)
            return Operation(
                BulkInsert(table: name, payload: Payload(.file(path: path, format: nil)), location: location)
            )
        }
    }
}
