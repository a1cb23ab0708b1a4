import MigratorDatabase

extension DatabaseKind {
    /// The dialect of the outbox: the only place here that tells the databases apart.
    var outboxDialect: any OutboxDialect {
        self == .sqlite ? SQLiteOutbox() : PostgresOutbox()
    }
}
