import MigratorCore
import MigratorDatabase

/// What a statement of PostgreSQL is that cannot run in a transaction.
enum PostgresLoneStatement {
    /// `CREATE INDEX CONCURRENTLY`.
    case createIndex
    /// `DROP INDEX CONCURRENTLY`.
    case dropIndex
    /// `REINDEX CONCURRENTLY`, which builds copies.
    case reindex
    /// A setting of the session, which is to outlive its transaction.
    case setting
    /// To run it again does no harm, such as `VACUUM`.
    case repeatable
    /// Something else, of which nothing can be known.
    case other

    /// `nil` for a statement that can run in a transaction, as far as its words say.
    init?(_ sql: String) {
        guard var reader = SQLTokenReader(sql, kind: .postgres), let first = reader.word() else { return nil }
        let isConcurrent = reader.hasFurther(["concurrently"])
        switch first {
        case "set", "reset": self = .setting
        case "vacuum", "checkpoint", "discard", "cluster": self = .repeatable
        case "reindex" where isConcurrent: self = .reindex
        case "refresh" where isConcurrent: self = .repeatable
        case "create":
            switch reader.word() {
            case "unique", "index":
                guard isConcurrent else { return nil }
                self = .createIndex
            case "database", "tablespace", "subscription": self = .other
            default: return nil
            }
        case "drop":
            switch reader.word() {
            case "index":
                guard isConcurrent else { return nil }
                self = .dropIndex
            case "database", "tablespace", "subscription": self = .other
            default: return nil
            }
        case "alter":
            switch reader.word() {
            case "system": self = .repeatable
            case "database", "tablespace": self = .other
            default: return nil
            }
        default: return nil
        }
    }
}
