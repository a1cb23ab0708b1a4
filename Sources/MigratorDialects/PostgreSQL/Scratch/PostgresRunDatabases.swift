package import MigratorDatabase

/// Databases of runs, each gone when its run has ended.
///
/// Their names tell the time and the server's process that a run waits in: while that process is there, so is the run.
package struct PostgresRunDatabases: Sendable {
    /// What the names begin with: letters and underscores.
    private let prefix: String

    /// Creates it.
    package init(prefix: String) {
        self.prefix = prefix
    }

    /// Empty databases, each made for one use.
    static let scratches = PostgresRunDatabases(prefix: "migrator_scratch_")

    /// The server's process of a session; 0 behind a pooler, where it is nobody's own.
    package static func process(of connection: any DatabaseConnection) async throws(DatabaseFailure) -> Int {
        let server = try await connection.query("SELECT pg_backend_pid()::bigint AS process").first?["process"]
        guard let own = await connection.serverProcess, server == .int(Int64(own)) else { return 0 }
        return own
    }

    /// A name that no database has.
    ///
    /// - Parameters:
    ///   - process: The process of the run's own session.
    ///   - connection: A session on the server.
    /// - Returns: The name.
    /// - Throws: `DatabaseFailure`.
    package func newName(
        _ process: Int,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> String {
        let random = String(UInt64.random(in: 1 << 60 ... .max), radix: 16)
        let rows = try await connection.query(
            "SELECT '\(prefix)' || extract(epoch FROM now())::bigint || '_' || $1 || '_' || $2 AS name",
            [.text("\(process)"), .text(random)]
        )
        guard case .text(let name)? = rows.first?["name"] else {
            throw DatabaseFailure(.unsupported, "the server does not say its time")
        }
        return name
    }

    /// The server's process that a name tells.
    func process(in name: String) -> Substring? {
        name.dropFirst(prefix.utf8.count).split(separator: "_").dropFirst().first
    }

    /// Drops the databases of runs that ended before they could, which nobody uses.
    ///
    /// A run has ended if the process that its name tells is not there any more, or another one began later under the same
    /// number. Where the name tells none, those count that are an hour old. What cannot be dropped stays for the next run.
    package func dropLeftovers(_ connection: any DatabaseConnection) async {
        let rows = try? await connection.query(
            """
            SELECT datname::text AS name FROM pg_database d, LATERAL (
                SELECT m[1]::bigint AS made, COALESCE(m[2], '0')::bigint AS process
                FROM regexp_match(datname, '^\(prefix)([0-9]{1,12})_(?:([0-9]{1,10})_)?[0-9a-f]+$') AS m
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
