/// The kind of database that a connection leads to.
public enum DatabaseKind: String, Hashable, Sendable, CaseIterable {
    /// PostgreSQL.
    case postgres
    /// SQLite.
    case sqlite
}
