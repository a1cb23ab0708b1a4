import MigratorDatabase

extension DatabaseKind {
    /// The dialect of the outbox: the only place here that tells the databases apart.
    var outboxDialect: any OutboxDialect {
        switch self {
        case .postgres: PostgresOutbox()
        case .sqlite: SQLiteOutbox()
        }
    }
}
