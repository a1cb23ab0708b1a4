package import MigrationDSL
package import MigratorDatabase

/// One statement or bulk insert in a section of a SQL revision.
package enum SQLItem: Hashable, Sendable {
    /// A statement, without its `;`; `touches` names the tables it was said to touch, `nil` if nothing was said.
    case statement(text: String, location: SourceLocation, touches: [TableName]?)
    /// A payload that is loaded into a table; the path is relative to the revision's file.
    case bulkInsert(table: TableName, path: String, location: SourceLocation)
}
