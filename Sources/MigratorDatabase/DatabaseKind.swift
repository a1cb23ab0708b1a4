/// Which database a connection talks to.
public enum DatabaseKind: String, Hashable, Sendable, CaseIterable {
    /// PostgreSQL.
    case postgres
    /// SQLite.
    case sqlite
}
