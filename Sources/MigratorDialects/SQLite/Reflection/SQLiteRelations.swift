import MigrationDSL
import MigratorCore

/// The tables and views of databases, found as SQLite finds them, with names as they are spelled where they are made.
struct SQLiteRelations {
    struct Relation {
        let reference: ObjectReference
        /// The columns of a table.
        let columns: [String]

        /// A column as the table spells it.
        func spelled(_ column: String) -> String {
            columns.first { SQLiteName.same($0, column) } ?? column
        }
    }

    private var relations: [SQLiteSchemaRows.Key: Relation] = [:]

    mutating func add(_ reference: ObjectReference, _ columns: [String], _ key: SQLiteSchemaRows.Key) {
        relations[key] = Relation(reference: reference, columns: columns)
    }

    subscript(schema: String, name: String) -> Relation? { relations[SQLiteSchemaRows.Key(schema, name)] }
}
