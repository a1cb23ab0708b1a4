import Database

/// The settings of a session of PostgreSQL before a revision's own SQL ran, which may change any of them.
struct SessionSettings: Sendable {
    private let names: [String]
    private let values: [String]
    private let sessionRole: String
    private let role: String

    /// Reads them outside of a transaction; `nil` on SQLite, which has none that last.
    static func remember(_ connection: any DatabaseConnection) async throws(DatabaseError) -> SessionSettings? {
        connection.kind == .postgres ? try await read(connection) : nil
    }

    /// Reads those that differ from what the session began with; call it before settings of the transaction are made.
    static func read(_ connection: any DatabaseConnection) async throws(DatabaseError) -> SessionSettings {
        let sql = """
            SELECT name, setting FROM pg_catalog.pg_settings
            WHERE source = 'session' AND context IN ('user', 'superuser') AND name NOT LIKE 'transaction\\_%'
                AND name NOT IN ('role', 'session_authorization')
            UNION ALL SELECT '', session_user::text
            UNION ALL SELECT '', pg_catalog.current_setting('role')
            """
        let rows = try await connection.query(sql).map { row -> (String, String) in
            guard case .text(let name) = row[0], case .text(let value) = row[1] else { return ("", "") }
            return (name, value)
        }
        let settings = rows.dropLast(2)
        return SessionSettings(
            names: settings.map(\.0),
            values: settings.map(\.1),
            sessionRole: rows.dropLast().last?.1 ?? "",
            role: rows.last?.1 ?? "none"
        )
    }

    /// Puts all settings back, within the transaction or after it.
    func restore(_ connection: any DatabaseConnection) async throws(DatabaseError) {
        var statements: [(sql: String, parameters: [DatabaseValue])] = [
            ("RESET SESSION AUTHORIZATION", []), ("RESET ALL", []),
        ]
        for (name, value) in zip(names, values) {
            statements.append(("SELECT pg_catalog.set_config($1, $2, false)", [.text(name), .text(value)]))
        }
        let sessionRole = """
            SELECT pg_catalog.set_config('session_authorization', $1, false) WHERE session_user::text <> $1
            """
        statements.append((sessionRole, [.text(self.sessionRole)]))
        statements.append(("SELECT pg_catalog.set_config('role', $1, false)", [.text(role)]))
        try await connection.execute(pipelining: statements)
    }
}
