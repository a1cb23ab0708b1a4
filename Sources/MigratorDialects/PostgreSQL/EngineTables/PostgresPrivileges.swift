import MigratorCore
import MigratorDatabase

/// What the role may do with the engine's tables, asked before anything is tried.
struct PostgresPrivileges {
    private let dialect: PostgresDialect
    private let tables: EngineTableSet

    init(_ dialect: PostgresDialect, _ tables: EngineTableSet) {
        self.dialect = dialect
        self.tables = tables
    }

    /// Refuses to go on if the engine's tables cannot be made.
    func checkMaking(_ connection: any DatabaseConnection) async throws {
        guard let schema = tables.version.schema else { return }
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
                "there is no schema \(schema) for the table \(tables.version); make it, or name another"
            )
        }
        guard row[1] != .bool(true), case .text(let role) = row[2] else { return }
        throw MigratorError(
            .permissionDenied,
            """
            the role \(role) may not make tables in the schema \(schema); nothing was run. Let an administrator run \
            this, which 'ensure-version --sql' prints, too:
            \(script(for: role))
            """
        )
    }

    /// Refuses to go on if the engine's tables are there and the role may not use one of them.
    func checkUse(_ connection: any DatabaseConnection, cause: DatabaseFailure?) async throws {
        guard let schema = tables.version.schema else { return }
        let needed = tables.rightsOfARun
        let places = needed.enumerated().map { "($\($0 + 2)::text, '\($1.right)')" }.joined(separator: ", ")
        let sql = """
            SELECT current_user::text, pg_catalog.has_schema_privilege(s.oid, 'USAGE'), (
                SELECT pg_catalog.string_agg(DISTINCT n.name, ', ')
                FROM (VALUES \(places)) AS n (name, needed)
                JOIN pg_catalog.pg_class AS c ON c.relname = n.name AND c.relnamespace = s.oid
                WHERE NOT pg_catalog.has_table_privilege(c.oid, n.needed))
            FROM pg_catalog.pg_namespace AS s WHERE s.nspname = $1
            """
        let parameters = [.text(schema)] + needed.map { DatabaseCell.text($0.table.name) }
        guard let row = try await connection.query(sql, parameters).first, case .text(let role) = row[0] else { return }
        let what: String
        if case .text(let names) = row[2] {
            what = "the engine's tables in the schema \(schema) as a run does (\(names))"
        } else if row[1] == .bool(false) {
            what = "the schema \(schema), in which the engine's tables lie"
        } else {
            return
        }
        let grants = dialect.grants(on: tables, to: role)
        throw MigratorError(
            .permissionDenied,
            """
            the role \(role) may not use \(what). Let an administrator run this:
            \(grants.map { $0 + ";" }.joined(separator: "\n"))
            """,
            cause: cause
        )
    }

    /// What makes the tables and lets a role use them.
    private func script(for role: String) -> String {
        let growth = tables.growth.map { dialect.statement(making: $0) }
        let statements = tables.makings.map(\.sql) + growth + dialect.grants(on: tables, to: role)
        return statements.map { $0 + ";" }.joined(separator: "\n")
    }
}
