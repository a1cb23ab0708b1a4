import MigratorCore
package import MigratorDatabase

extension PostgresDialect {
    package func mayChangeSession(_ item: WorkItem) -> Bool {
        switch item {
        case .perform: return true
        case .statement(let sql):
            if sql.isGiven { return !sql.isPlainDefinition }
            return (sql.names + sql.given).contains { $0.contains("pg_temp") }
        case .bulkInsert, .removeRows, .rebuild: return false
        }
    }

    package func sessionState(
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> any SessionState {
        try await PostgresSessionState.read(connection, withTemporary: true)
    }

    package var clearingAfterRollback: [String] { ["DEALLOCATE ALL"] }

    package func revisionSession(
        _ connection: any DatabaseConnection,
        for statements: [String]
    ) async throws(DatabaseFailure) -> any RevisionSession {
        try await PostgresRevisionSession(connection, for: statements)
    }

    package func serverProcess(
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> ServerProcess {
        let sql = """
            SELECT pid::bigint, backend_start::text FROM pg_catalog.pg_stat_activity
            WHERE pid = pg_catalog.pg_backend_pid()
            """
        guard let row = try await connection.query(sql).first else { return ServerProcess() }
        return ServerProcess(
            backend: try row.get("pid", as: Int64.self),
            start: try row.get("backend_start", as: String?.self)
        )
    }

    package func lockTimeout(_ timeout: Duration?) -> Statement? { PostgresTransactionSetting.lockTimeout(timeout) }

    package var idleForLong: [Statement] { [PostgresTransactionSetting.idleForLong] }
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
