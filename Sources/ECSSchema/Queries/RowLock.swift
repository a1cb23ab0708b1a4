import MigratorDatabase

/// The end of a query that keeps its rows unchanged until COMMIT; on SQLite a transaction is alone anyway.
enum RowLock {
    /// The end of the query, with the space before it.
    static func clause(on kind: DatabaseKind) -> String {
        switch kind {
        case .postgres: " FOR UPDATE"
        case .sqlite: ""
        }
    }
}
