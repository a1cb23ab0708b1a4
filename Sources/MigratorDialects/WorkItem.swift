package import MigrationDSL
import MigratorCore
package import MigratorDatabase

/// A piece of work that a dialect makes of an operation, in the order that it is to be done.
package enum WorkItem: Sendable {
    /// A statement to run.
    case statement(SQLFragment)
    /// Rows to load.
    case bulkInsert(BulkInsert)
    /// Rows of a payload to remove.
    case removeRows(RemoveRows)
    /// A closure to run.
    case perform(Perform)
    /// A table of SQLite to make anew.
    case rebuild(SQLiteRebuild)

    /// How a dry run shows it.
    package var script: String {
        switch self {
        case .statement(let sql): sql.text
        case .bulkInsert(let insert): "-- " + insert.summary
        case .removeRows(let rows): "-- " + rows.summary
        case .perform(let perform): "-- " + perform.summary
        case .rebuild(let rebuild): rebuild.script
        }
    }
}

extension WorkItem {
    /// Whether it may change what is a session's own.
    package func mayChangeSession(_ kind: DatabaseKind) -> Bool {
        switch self {
        case .perform: return true
        case .statement(let sql):
            guard kind == .postgres else { return SQLiteDialect.mayChangeSession(sql.text) }
            if sql.isGiven { return !sql.isPlainDefinition }
            return (sql.names + sql.given).contains { $0.contains("pg_temp") }
        case .bulkInsert, .removeRows, .rebuild: return false
        }
    }

    /// Whether foreign keys must be off while it runs, which no transaction can switch.
    package var needsForeignKeysOff: Bool {
        switch self {
        case .rebuild(let rebuild): rebuild.needsForeignKeysOff
        case .statement(let sql): SQLitePragma(sql.text)?.turnsForeignKeysOff ?? false
        case .bulkInsert, .removeRows, .perform: false
        }
    }
}

extension SQLFragment {
    /// Whether it is a statement that defines something by its own words alone, and so can change no setting.
    fileprivate var isPlainDefinition: Bool {
        let sql = text
        guard var reader = SQLTokenReader(sql, kind: .postgres) else { return false }
        switch reader.word() {
        case "create":
            guard let what = reader.word(), ["table", "index", "unique", "type", "sequence"].contains(what) else {
                return false
            }
        case "alter":
            guard let what = reader.word(), ["table", "index", "type", "sequence"].contains(what) else { return false }
        case "drop", "comment": break
        default: return false
        }
        return !reader.hasFurther(["select", "set_config", "execute", "using"]) && !sql.lowercased().contains("pg_temp")
    }
}
