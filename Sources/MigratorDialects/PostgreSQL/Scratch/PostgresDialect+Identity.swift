package import MigratorDatabase

extension PostgresDialect {
    /// The version, the role and what it may do, the database that new ones are copied from, settings, extensions, roles.
    ///
    /// What the copied database holds cannot be seen from here, but how many rows its catalogue has got and lost can:
    /// whoever makes something there must have left before a copy can be made, and by then that is counted.
    package func scratchIdentity(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> [String]? {
        let row = try await connection.query(
            """
            SELECT pg_catalog.version() AS version, pg_catalog.current_setting('track_counts') AS counts,
                (SELECT system_identifier::text FROM pg_catalog.pg_control_system()) AS system,
                (SELECT pg_catalog.concat_ws(' ', session_user, current_user, r::text)
                    FROM pg_catalog.pg_roles r WHERE rolname = current_user) AS role,
                (SELECT pg_catalog.concat_ws(' ', d::text, s.tup_inserted, s.tup_updated, s.tup_deleted, s.stats_reset,
                        w.stats_reset)
                    FROM pg_catalog.pg_database d JOIN pg_catalog.pg_stat_database s ON s.datid = d.oid
                    CROSS JOIN pg_catalog.pg_stat_bgwriter w WHERE d.datname = 'template1') AS template,
                \(list("name || '=' || coalesce(setting, '')", "settings")) WHERE context IN ('user', 'superuser')
                    AND name <> 'application_name' AND source <> 'database') AS settings,
                (SELECT pg_catalog.max(pg_catalog.pg_conf_load_time())::text FROM pg_catalog.pg_settings
                    WHERE source = 'database') AS loaded,
                \(list("name || ' ' || coalesce(default_version, '')", "available_extensions"))) AS extensions,
                \(list("rolname", "roles"))) AS roles,
                \(list("pg_auth_members::text", "auth_members"))) AS members,
                \(list("spcname", "tablespace"))) AS spaces
            """
        ).first
        guard let row, row["counts"] == .text("on") else { return nil }
        var parts: [String] = []
        for (column, value) in zip(row.columns, row.values) {
            switch value {
            case .text(let text): parts += [column, text]
            // A list of nothing.
            case .null where ["loaded", "members", "extensions"].contains(column): parts += [column, ""]
            default: return nil
            }
        }
        return parts
    }

    private func list(_ text: String, _ relation: String) -> String {
        "(SELECT pg_catalog.string_agg(\(text), pg_catalog.chr(31) ORDER BY (\(text)) COLLATE \"C\") "
            + "FROM pg_catalog.pg_\(relation)"
    }

    package func isRepeatable(_ statements: [String]) -> Bool { PostgresRepeatability.isRepeatable(statements) }

    package func isRepeatable(_ text: ScratchText) -> Bool {
        // Bounds are worked out when a partition is made.
        if case .bounds = text.kind { return false }
        return PostgresRepeatability.isTimeless(text.text)
    }
}
