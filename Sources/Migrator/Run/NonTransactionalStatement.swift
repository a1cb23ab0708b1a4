import MigratorCore
import MigratorDatabase

/// What kind of statement it is that cannot run in a transaction, and so what can be known of it after a kill.
enum NonTransactionalStatement: Equatable {
    /// `CREATE INDEX CONCURRENTLY`.
    case createIndex
    /// `DROP INDEX CONCURRENTLY`.
    case dropIndex
    /// A setting of the session, which is to outlive its transaction.
    case setting
    /// To run it again does no harm, such as `VACUUM`.
    case repeatable
    /// Something else, of which nothing can be known.
    case other

    /// `nil` for a statement that can run in a transaction, as far as its words say.
    init?(_ sql: String, _ kind: DatabaseKind) {
        guard var reader = SQLTokenReader(sql, kind: kind), let first = reader.word() else { return nil }
        let isConcurrent = kind == .postgres && reader.hasFurther(["concurrently"])
        switch first {
        case "set", "reset":
            self = .setting
        case "vacuum", "attach", "detach", "pragma", "checkpoint", "discard":
            self = .repeatable
        case "reindex" where isConcurrent, "refresh" where isConcurrent, "cluster" where kind == .postgres:
            self = .repeatable
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
        default:
            return nil
        }
    }
}
