package import MigratorDatabase

extension DatabaseKind {
    /// The dialect of an application's queries: the only place here that tells the databases apart.
    ///
    /// - Throws: `DatabaseFailure` with code `.unsupported` for a kind that neither is known here nor brings one.
    package var queryDialect: any QueryDialect {
        get throws(DatabaseFailure) {
            if let own = room((any QueryDialect).self) { return own }
            switch self {
            case .postgres: return PostgresQueries()
            case .sqlite: return SQLiteQueries()
            default: throw lacks("QueryDialect")
            }
        }
    }
}
