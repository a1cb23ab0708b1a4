package import MigratorDatabase

/// What is a session's own on PostgreSQL and no transaction's: settings, roles, temporary and prepared things.
package struct PostgresSessionState: SessionState, Hashable, Codable {
    /// The name under which the journal keeps it.
    static let database = "postgres"

    /// The settings that differ from what the session began with, by name.
    package private(set) var settings: [String: String] = [:]
    package private(set) var sessionRole = ""
    package private(set) var role = "none"
    /// What ends with the session, as `table words`; only where it was asked for.
    package var temporary: [String] = []

    private static let query = """
        SELECT 0 AS place, name, setting FROM pg_catalog.pg_settings
        WHERE source = 'session' AND context IN ('user', 'superuser') AND name NOT LIKE 'transaction\\_%'
            AND name NOT IN ('role', 'session_authorization')
        UNION ALL SELECT 1, '', session_user::text
        UNION ALL SELECT 2, '', pg_catalog.current_setting('role')
        """

    /// What the server knows of things that end with the session; a table's own indexes and types go with it.
    private static let temporaryQuery = """
        SELECT 3, '', CASE relkind WHEN 'v' THEN 'view ' WHEN 'S' THEN 'sequence ' ELSE 'table ' END || relname
        FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.pg_my_temp_schema() AND relkind IN ('r', 'p', 'v', 'S')
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = pg_class.oid AND d.deptype IN ('a', 'i')
                AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass)
        UNION ALL SELECT 3, '', 'function ' || proname FROM pg_catalog.pg_proc
        WHERE pronamespace = pg_catalog.pg_my_temp_schema()
        UNION ALL SELECT 3, '', 'prepared statement ' || name FROM pg_catalog.pg_prepared_statements WHERE from_sql
        UNION ALL SELECT 3, '', 'cursor ' || name FROM pg_catalog.pg_cursors WHERE is_holdable
        UNION ALL SELECT 3, '', 'listening to ' || channel FROM pg_catalog.pg_listening_channels() AS channel
        """

    /// Reads it; call it before settings of the transaction are made, or say which those are.
    ///
    /// With `withTemporary` what ends with the session is listed, too; `custom` names settings of the application's own,
    /// which the server does not list; `lockTimeout` is the transaction's own and none of the session's.
    package static func read(
        _ connection: any DatabaseConnection,
        withTemporary: Bool = false,
        custom: [String] = [],
        ignoring lockTimeout: String? = nil
    ) async throws(DatabaseFailure) -> PostgresSessionState {
        var sql = withTemporary ? "\(query) UNION ALL \(temporaryQuery)" : query
        for place in custom.indices {
            sql += " UNION ALL SELECT 0, $\(place + 1)::text, pg_catalog.current_setting($\(place + 1)::text, true)"
        }
        var session = PostgresSessionState()
        for row in try await connection.query(sql, custom.map { .text($0) }) {
            // One that was never set, or was reset, is empty.
            guard let text = try row.get(at: 2, as: String?.self) else { continue }
            if text.isEmpty, custom.contains(try row.get(at: 1, as: String.self)) { continue }
            switch try row.get(at: 0, as: Int.self) {
            case 0: session.settings[try row.get(at: 1, as: String.self)] = text
            case 1: session.sessionRole = text
            case 2: session.role = text
            default: session.temporary.append(text)
            }
        }
        session.temporary.sort()
        if let lockTimeout, session.settings["lock_timeout"] == lockTimeout { session.settings["lock_timeout"] = nil }
        return session
    }

    /// The names of settings with a dot that statements set, as far as their text says.
    package static func customNames(in statements: [String]) -> [String] {
        var names: [String] = []
        for sql in statements where sql.contains(".") {
            let calls = sql.matches(of: /(?i)set_config\s*\(\s*'([^'.]+\.[^']+)'/).map { String($0.1) }
            let settings = sql.matches(
                of: /(?i)\bset\s+(?:session\s+|local\s+)?([a-z_][\w$]*\.[a-z_][\w$.]*)\s*(?:=|\bto\b)/
            )
            for name in calls + settings.map({ String($0.1) }) where !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// Whether both have the same settings and roles.
    package func isSet(as other: PostgresSessionState) -> Bool {
        settings == other.settings && sessionRole == other.sessionRole && role == other.role
    }

    /// Whether the session has its own `lock_timeout`.
    package var setsLockTimeout: Bool { settings["lock_timeout"] != nil }

    package func establish(_ connection: any DatabaseConnection) async throws(DatabaseFailure) {
        try await establish(connection, ending: true)
    }

    /// Makes settings and roles so, within a transaction or outside of one.
    ///
    /// With `ending` what ends with a session is taken away, as if this one had ended.
    package func establish(_ connection: any DatabaseConnection, ending: Bool) async throws(DatabaseFailure) {
        var statements: [(sql: String, parameters: [DatabaseCell])] = [
            ("RESET SESSION AUTHORIZATION", []), ("RESET ALL", []),
        ]
        for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
            statements.append(("SELECT pg_catalog.set_config($1, $2, false)", [.text(name), .text(value)]))
        }
        let sessionRole = """
            SELECT pg_catalog.set_config('session_authorization', $1, false) WHERE session_user::text <> $1
            """
        statements.append((sessionRole, [.text(self.sessionRole)]))
        statements.append(("SELECT pg_catalog.set_config('role', $1, false)", [.text(role)]))
        if ending { statements += Self.ending.map { ($0, []) } }
        try await connection.execute(pipelining: statements)
    }

    /// As DISCARD ALL does, which no transaction may hold and which would let go of the run lock.
    static let ending = [
        "CLOSE ALL", "DEALLOCATE ALL", "UNLISTEN *", "DISCARD TEMP",
        "DISCARD SEQUENCES",
    ]
}
