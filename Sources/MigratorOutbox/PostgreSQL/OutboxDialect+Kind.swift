import MigratorDatabase

extension DatabaseKind {
    /// The dialect of the outbox: the only place here that tells the databases apart.
    ///
    /// - Throws: `DatabaseFailure` with code `.unsupported` for a kind that neither is known here nor brings one.
    var outboxDialect: any OutboxDialect {
        get throws(DatabaseFailure) {
            if let own = room((any OutboxDialect).self) { return own }
            switch self {
            case .postgres: return PostgresOutbox()
            case .sqlite: return SQLiteOutbox()
            default: throw lacks("OutboxDialect")
            }
        }
    }
}
