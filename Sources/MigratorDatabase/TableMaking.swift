/// A statement that makes one of the engine's own tables where it is missing, or writes the first row of one.
package struct TableMaking: Sendable {
    /// The table that it makes; `nil` if it only writes.
    package let table: TableName?
    package let sql: String

    /// Makes a table.
    package init(_ table: TableName, _ sql: String) {
        self.table = table
        self.sql = sql
    }

    /// Writes into a table that is there.
    package init(writing sql: String) {
        table = nil
        self.sql = sql
    }
}
