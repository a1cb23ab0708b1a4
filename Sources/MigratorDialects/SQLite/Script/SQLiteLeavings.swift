import MigratorCore
import MigratorDatabase

/// What statements of a revision leave in a session of `sqlite3`, by their text, and what takes it away.
///
/// Nothing can be looked up in the session, as there is none yet when the script is written.
struct SQLiteLeavings {
    /// Drops what is temporary.
    private(set) var temporary: [String] = []
    /// Puts settings back, which some cannot be within a transaction, and lets databases go.
    private(set) var settings: [String] = []

    init(of statements: [String]) {
        for sql in statements where SQLiteDialect.mayChangeSession(sql) {
            if let pragma = SQLitePragma(sql) {
                guard pragma.value != nil, let value = Self.defaults[pragma.name] else { continue }
                let restoring = "PRAGMA \(pragma.name) = \(value)"
                if !settings.contains(restoring) { settings.append(restoring) }
            } else if let object = Self.temporaryObject(sql) {
                temporary.insert("DROP \(object.kind) IF EXISTS \(object.name)", at: 0)
            } else if let name = Self.attached(sql) {
                settings.append("DETACH \(TableName.quote(name))")
            } else if let name = Self.detached(sql) {
                settings.removeAll { $0 == "DETACH \(TableName.quote(name))" }
            }
        }
    }

    /// What the shell begins with, but for foreign keys, which a script has on.
    private static let defaults = [
        "analysis_limit": "0", "automatic_index": "ON", "cache_size": "-2000", "cache_spill": "ON",
        "case_sensitive_like": "OFF", "cell_size_check": "OFF", "checkpoint_fullfsync": "OFF", "count_changes": "OFF",
        "empty_result_callbacks": "OFF", "foreign_keys": "ON", "full_column_names": "OFF", "fullfsync": "OFF",
        "ignore_check_constraints": "OFF", "legacy_alter_table": "OFF", "max_page_count": "4294967294",
        "read_uncommitted": "OFF", "recursive_triggers": "OFF", "reverse_unordered_selects": "OFF",
        "short_column_names": "ON", "temp_store": "0", "threads": "0", "trusted_schema": "ON", "writable_schema": "OFF",
    ]

    private static func temporaryObject(_ sql: String) -> (kind: String, name: String)? {
        guard var reader = SQLTokenReader(sql, kind: .sqlite, toSemicolon: true), reader.skip("create") else {
            return nil
        }
        let isTemporary = reader.skip("temp") || reader.skip("temporary")
        reader.skip("unique")
        guard let kind = reader.word(), ["table", "view", "trigger", "index"].contains(kind) else { return nil }
        if reader.skip("if") {
            reader.skip("not")
            reader.skip("exists")
        }
        guard let name = reader.name(), isTemporary || name.schema == "temp" else { return nil }
        return (kind.uppercased(), TableName(name.name, schema: "temp").quoted)
    }

    private static func attached(_ sql: String) -> String? {
        guard var reader = SQLTokenReader(sql, kind: .sqlite), reader.skip("attach"), reader.pass(to: "as") else {
            return nil
        }
        return reader.name()?.name
    }

    private static func detached(_ sql: String) -> String? {
        guard var reader = SQLTokenReader(sql, kind: .sqlite), reader.skip("detach") else { return nil }
        reader.skip("database")
        return reader.name()?.name
    }
}
