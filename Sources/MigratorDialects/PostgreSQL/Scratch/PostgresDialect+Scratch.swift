package import MigratorDatabase

extension PostgresDialect {
    package var scratchKinds: [ScratchKind] { [.database, .schemas, .temporary] }

    package var scratchSettings: [String] { Self.scratchLimits.map { "SET \($0)" } }

    /// How long a statement on a scratch may take, and wait for a lock.
    static let scratchLimits = ["statement_timeout = '60s'", "lock_timeout = '10s'"]

    /// The name tells the time and the server's process that a run waits in: while that process is there, so is the run.
    ///
    /// Behind a pooler the process is nobody's own, and the number is 0.
    package func createScratch(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> String {
        let server = try await connection.query("SELECT pg_backend_pid()::bigint AS process").first?["process"]
        let own = await connection.serverProcess.map { Int64($0) }
        let isDirect = own.map { server == .int($0) } ?? false
        // A pooler would hand a setting of the session on to others.
        if isDirect { for sql in scratchSettings { try await connection.execute(sql) } }
        let random = String(UInt64.random(in: 1 << 60 ... .max), radix: 16)
        let rows = try await connection.query(
            "SELECT 'migrator_scratch_' || extract(epoch FROM now())::bigint || '_' || $1 || '_' || $2 AS name",
            [.text("\(isDirect ? own ?? 0 : 0)"), .text(random)]
        )
        guard case .text(let name)? = rows.first?["name"] else {
            throw DatabaseFailure(.unsupported, "the server does not say its time")
        }
        do throws(DatabaseFailure) {
            try await connection.execute("CREATE DATABASE \(name)")
        } catch {
            // It may have been made all the same, and no caller knows its name.
            if error.code == .cancelled {
                await Task { _ = try? await connection.execute("DROP DATABASE IF EXISTS \(name)") }.value
            }
            throw error
        }
        await dropLeftovers(connection)
        return name
    }

    /// A pooler may lead every name to one database.
    package func isScratch(
        _ name: String,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> Bool {
        try await connection.query("SELECT current_database()::text AS name").first?["name"] == .text(name)
    }

    package func dropScratch(_ name: String, _ connection: any DatabaseConnection) async throws(DatabaseFailure) {
        do throws(DatabaseFailure) {
            // A pooler keeps its sessions. Others that were just closed the server waits for until they are gone: to end
            // one is a word in its log.
            let isPooled = name.split(separator: "_").dropFirst(3).first == "0"
            try await connection.execute("DROP DATABASE \(name)\(isPooled ? " WITH (FORCE)" : "")")
        } catch  where error.sqlState == "55006" {
            try await connection.execute("DROP DATABASE \(name) WITH (FORCE)")
        } catch  where error.sqlState == "3D000" {
            // It is gone.
        }
    }

    /// Drops the databases of runs that ended before they could, which nobody uses.
    ///
    /// A run has ended if the process that its name tells is not there any more, or another one began later under the same
    /// number. Where the name tells none, those count that are an hour old. What cannot be dropped stays for the next run.
    private func dropLeftovers(_ connection: any DatabaseConnection) async {
        let rows = try? await connection.query(
            """
            SELECT datname::text AS name FROM pg_database d, LATERAL (
                SELECT m[1]::bigint AS made, COALESCE(m[2], '0')::bigint AS process
                FROM regexp_match(datname, '^migrator_scratch_([0-9]{1,12})_(?:([0-9]{1,10})_)?[0-9a-f]+$') AS m
                WHERE m IS NOT NULL
            ) AS run
            WHERE pg_has_role(datdba, 'USAGE')
                AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)
                AND CASE WHEN process = 0 THEN made < extract(epoch FROM now()) - 3600 ELSE NOT EXISTS (
                    SELECT FROM pg_stat_activity a WHERE a.pid = process
                        AND (a.backend_start IS NULL OR a.backend_start < to_timestamp(made + 1))
                ) END
            """
        )
        for row in rows ?? [] {
            guard case .text(let name)? = row["name"] else { continue }
            _ = try? await connection.execute("DROP DATABASE IF EXISTS \(name)")
        }
    }
}
