package import MigratorDatabase

/// Where the engine's tables lie, or are to be made, and what was learned while they were looked for.
package struct EngineTableLocation: Sendable {
    /// The version table, with the schema in which all others lie beside it.
    package let version: TableName
    /// Whether the outbox is there; `nil` if nobody has looked.
    package let hasOutbox: Bool?
    /// The row with the columns that were to be asked for on the way; `nil` if they were not, or had no answer.
    package let row: DatabaseRow?

    /// Creates it.
    package init(_ version: TableName, hasOutbox: Bool? = nil, row: DatabaseRow? = nil) {
        self.version = version
        self.hasOutbox = hasOutbox
        self.row = row
    }
}
