import MigratorCore
import MigratorDatabase

/// The run that holds the lock, in words.
struct PostgresLockHolder {
    private let connection: any DatabaseConnection
    private let lock: PostgresAdvisoryLock
    private let versionTable: TableName

    init(_ connection: any DatabaseConnection, _ lock: PostgresAdvisoryLock, _ versionTable: TableName) {
        self.connection = connection
        self.lock = lock
        self.versionTable = versionTable
    }

    /// The error of a run that waited in vain.
    func error(after timeout: Duration) async -> MigratorError {
        let holder = (try? await describe()) ?? nil
        let waited = "waited \(timeout.formattedSeconds) s for the run lock"
        let advice = "let it end, or wait longer with --lock-timeout"
        guard let holder else {
            return MigratorError(.lockUnavailable, "\(waited), which another run held until just now; run it again")
        }
        return MigratorError(
            .lockUnavailable,
            "\(waited), which \(holder.text) holds; \(advice). "
                + "If it hangs: SELECT pg_terminate_backend(\(holder.backend))"
        )
    }

    private func describe() async throws -> (text: String, backend: Int64)? {
        let sql: SQLFragment = """
            SELECT a.pid, COALESCE(a.application_name, '')::text AS name, COALESCE(a.usename, '')::text AS role,
                COALESCE(pg_catalog.host(a.client_addr), '')::text AS address, COALESCE(a.state, '')::text AS state,
                pg_catalog.date_trunc('second', a.backend_start)::text AS since
            FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
                AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
                AND ((l.classid::bigint << 32) | l.objid::bigint) = \(value: .int(lock.key))
            """
        guard let row = try await connection.query(sql).first else { return nil }
        let backend = try row.get("pid", as: Int64.self)
        let address = try row.get("address", as: String.self)
        var parts = [
            "'\(try row.get("name", as: String.self))'", "role \(try row.get("role", as: String.self))",
            address.isEmpty ? "on the server's machine" : "from \(address)",
            "since \(try row.get("since", as: String.self))", try row.get("state", as: String.self),
        ]
        if let process = try await process(of: backend) { parts.append(process) }
        return ("server process \(backend) (\(parts.filter { !$0.isEmpty }.joined(separator: ", ")))", backend)
    }

    /// What the run has written down about itself.
    private func process(of backend: Int64) async throws -> String? {
        var row: DatabaseRow?
        // A holder that is an older program, or may not let tables grow, has the one that all share.
        for table in [LockTable(of: versionTable), LockTable(beside: versionTable)] where row == nil {
            let sql: SQLFragment = """
                SELECT host, process, run::text AS run FROM \(table.name.quoted) WHERE backend = \(value: .int(backend))
                """
            row = try? await connection.query(sql).first
        }
        guard let row else { return nil }
        let run = try row.get("run", as: String.self).prefix(8)
        return
            "run \(run) of process \(try row.get("process", as: Int64.self)) on \(try row.get("host", as: String.self))"
    }
}
