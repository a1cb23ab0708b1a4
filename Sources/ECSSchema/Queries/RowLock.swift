import MigratorDatabase

/// What keeps the rows of a query as they are until COMMIT; on SQLite a transaction is alone anyway.
enum RowLock {
    /// The end of the query, with the space before it.
    static func clause(on kind: DatabaseKind) -> String {
        switch kind {
        case .postgres: " FOR UPDATE"
        case .sqlite: ""
        }
    }
}
