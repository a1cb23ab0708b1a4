package import MigratorDatabase

/// What is a session's own on SQLite and no transaction's: settings, attached databases, temporary objects.
package struct SQLiteSessionState: SessionState, Hashable, Codable {
    /// The name under which the journal keeps it.
    static let database = "sqlite"

    /// A table, view, trigger or index of the schema `temp`.
    struct TemporaryObject: Hashable, Sendable, Codable {
        let kind: String
        let name: String

        var text: String { "\(kind) \(name)" }
    }

    /// The values of PRAGMAs, by name.
    var settings: [String: String] = [:]
    /// The files of attached databases, by name.
    var attached: [String: String] = [:]
    var temporary: [TemporaryObject] = []

    /// Those that a revision may set and that change what statements do, or how fast.
    private static let pragmas = [
        "analysis_limit", "automatic_index", "cache_size", "cache_spill", "cell_size_check", "checkpoint_fullfsync",
        "count_changes", "empty_result_callbacks", "foreign_keys", "full_column_names", "fullfsync",
        "ignore_check_constraints", "journal_size_limit", "legacy_alter_table", "max_page_count", "mmap_size",
        "read_uncommitted", "recursive_triggers", "reverse_unordered_selects", "secure_delete", "short_column_names",
        "temp_store", "threads", "trusted_schema", "wal_autocheckpoint", "writable_schema",
    ]

    /// The one that cannot be asked for its value.
    private static let like = "case_sensitive_like"

    static func read(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> SQLiteSessionState {
        var session = SQLiteSessionState()
        for name in pragmas {
            // One that this library does not know gives no row.
            guard let value = try await connection.query("PRAGMA \(name)").first?.values.first else { continue }
            session.settings[name] = String(databaseCell: value) ?? Int64(databaseCell: value).map { "\($0)" }
        }
        let isSensitive = try await connection.query("SELECT 'a' LIKE 'A'").first?.values.first == .int(0)
        session.settings[like] = isSensitive ? "1" : "0"
        for row in try await connection.query("SELECT name, file FROM pragma_database_list WHERE seq > 1") {
            session.attached[try row.get("name", as: String.self)] = try row.get("file", as: String?.self) ?? ""
        }
        let objects = "SELECT type, name FROM sqlite_temp_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        for row in try await connection.query(objects) {
            session.temporary.append(TemporaryObject(kind: try row.get("type"), name: try row.get("name")))
        }
        return session
    }

    /// Makes the session so, except that what was temporary and is gone stays gone.
    ///
    /// Outside of a transaction; within one what SQLite can change there.
    package func establish(_ connection: any DatabaseConnection) async throws(DatabaseFailure) {
        let now = try await Self.read(connection)
        guard now != self else { return }
        for kind in ["trigger", "view", "index", "table"] {
            for object in now.temporary where object.kind == kind && !temporary.contains(object) {
                // An index may have gone with its table.
                let name = TableName(object.name, schema: "temp").quoted
                try await connection.execute("DROP \(kind.uppercased()) IF EXISTS \(name)")
            }
        }
        for (name, file) in now.attached where attached[name] != file {
            try await connection.execute("DETACH \(TableName.quote(name))")
        }
        for (name, file) in attached where now.attached[name] != file {
            try await connection.execute("ATTACH ? AS \(TableName.quote(name))", [.text(file)])
        }
        for (name, value) in settings where now.settings[name] != value {
            try await connection.execute("PRAGMA \(name) = \(value)")
        }
    }
}
