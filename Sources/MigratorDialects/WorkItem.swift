package import MigrationDSL
package import MigratorDatabase

/// A piece of work that a dialect makes of an operation, in the order that it is to be done.
package enum WorkItem: Sendable {
    /// A statement to run.
    case statement(SQLFragment)
    /// Rows to load.
    case bulkInsert(BulkInsert)
    /// Rows of a payload to remove.
    case removeRows(RemoveRows)
    /// A closure to run.
    case perform(Perform)
    /// A table of SQLite to make anew.
    case rebuild(SQLiteRebuild)

    /// How a dry run shows it.
    package var script: String {
        switch self {
        case .statement(let sql): sql.text
        case .bulkInsert(let insert): "-- " + insert.summary
        case .removeRows(let rows): "-- " + rows.summary
        case .perform(let perform): "-- " + perform.summary
        case .rebuild(let rebuild): rebuild.script
        }
    }
}
