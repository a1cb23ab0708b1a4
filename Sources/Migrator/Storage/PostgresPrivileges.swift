import Database

/// What the role may do, asked before anything is tried.
struct PostgresPrivileges {
    private let connection: any DatabaseConnection

    init(_ connection: any DatabaseConnection) {
        self.connection = connection
    }

    /// Refuses to go on if the engine's tables cannot be made.
    func checkCreate(_ tables: EngineTables) async throws {
        guard let schema = tables.versionTable.name.schema else { return }
        let sql = """
            SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1),
                COALESCE((SELECT pg_catalog.has_schema_privilege(oid, 'CREATE') FROM pg_catalog.pg_namespace
                    WHERE nspname = $1), false),
                current_user::text
            """
        guard let row = try await connection.query(sql, [.text(schema)]).first else { return }
        guard row[0] == .bool(true) else {
            throw MigratorError(
                .invalidSetting,
                "there is no schema \(schema) for the table \(tables.versionTable.name); make it, or name another"
            )
        }
        guard row[1] != .bool(true), case .text(let role) = row[2] else { return }
        throw MigratorError(
            .permissionDenied,
            """
            the role \(role) may not make tables in the schema \(schema); nothing was run. Let an administrator run \
            this, which 'ensure-version --sql' prints, too:
            \(Self.script(tables, role: role))
            """
        )
    }

    /// What makes the tables and lets a role use them.
    private static func script(_ tables: EngineTables, role: String) -> String {
        let version = tables.versionTable.name
        let dialect = PostgresDialect(isTransactional: true)
        let statements = dialect.engineTables(version: version) + dialect.grants(version: version, to: role)
        return statements.map { $0 + ";" }.joined(separator: "\n")
    }
}
