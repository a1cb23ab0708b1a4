import Migrator
import MigratorDatabase
import MigratorSystem

/// The migrated databases that tests' own ones are copied from: each is made once, under a name that says what it holds.
///
/// Nobody can connect to one, so that it can be copied at any time. Its comment says when it was used last.
struct PostgresTemplates: Sendable {
    private let server: PostgresTestServer

    init(_ server: PostgresTestServer) {
        self.server = server
    }

    private static let prefix = "migrator_test_template_"
    private static let keptPrefix = "migrator_test_kept_"

    // MARK: Making

    /// The template of a history, which is made if it is not there.
    ///
    /// - Returns: Its name.
    func template(of history: TestHistory) async throws -> String {
        let start = try await server.begun()
        let digest = try history.digest(on: server.url.kind, start.identity)
        let name = Self.prefix + digest
        return try await server.administer { connection in
            if try await isThere(name, connection) { return name }
            // Others wait here, and find it made. Behind a pooler nobody waits, and who is late throws theirs away.
            let key = DatabaseCell.int(Int64(truncatingIfNeeded: Digest.quick(name)))
            _ = try await connection.query("SELECT 1 FROM (SELECT pg_advisory_lock($1)) AS lock", [key])
            if try await !isThere(name, connection) { try await make(name, history, start.process, connection) }
            _ = try await connection.query("SELECT pg_advisory_unlock($1)", [key])
            return name
        }
    }

    private func isThere(_ name: String, _ connection: any DatabaseConnection) async throws -> Bool {
        let rows = try await connection.query(
            """
            SELECT \(Self.lastUse) < extract(epoch FROM now()) - 3600 AS old FROM pg_database d WHERE datname = $1
            """,
            [.text(name)]
        )
        guard let row = rows.first else { return false }
        // Another process may say it at the same time.
        if row["old"] == .bool(true) { try? await noteUse(of: name, connection) }
        return true
    }

    private func make(
        _ name: String,
        _ history: TestHistory,
        _ process: Int,
        _ connection: any DatabaseConnection
    ) async throws {
        let made = try await server.create(process, connection)
        do {
            let (url, connect) = (try server.url.naming(made), server.connect)
            try await history.migrate { try await connect(url) }
            try await noteUse(of: made, connection)
            try await connection.execute("ALTER DATABASE \(made) WITH ALLOW_CONNECTIONS false")
            try await endSessions(of: made, connection)
            // Only what is whole bears the name.
            try await connection.execute("ALTER DATABASE \(made) RENAME TO \(name)")
        } catch {
            await Task { try? await server.drop(made, connection) }.value
            // Another process was faster.
            guard (error as? DatabaseFailure)?.sqlState == "42P04" else { throw error }
        }
    }

    /// A pooler keeps sessions, and so may a revision.
    private func endSessions(of name: String, _ connection: any DatabaseConnection) async throws(DatabaseFailure) {
        _ = try await connection.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()",
            [.text(name)]
        )
    }

    // MARK: Use

    private static let lastUse =
        "COALESCE(substring(shobj_description(d.oid, 'pg_database') FROM '^used at ([0-9]+)')::bigint, 0)"

    private func noteUse(of name: String, _ connection: any DatabaseConnection) async throws(DatabaseFailure) {
        let now = SystemTime.wall / 1_000_000_000
        try await connection.execute("COMMENT ON DATABASE \(name) IS 'used at \(now) by tests of migrator'")
    }

    /// Keeps a database under another name.
    ///
    /// - Returns: The name.
    func keep(_ name: String) async throws -> String {
        try await server.administer { connection in
            let random = String(UInt32.random(in: 0 ... .max), radix: 16)
            let kept = "\(Self.keptPrefix)\(SystemTime.wall / 1_000_000_000)_\(random)"
            try await endSessions(of: name, connection)
            try await connection.execute("ALTER DATABASE \(name) RENAME TO \(kept)")
            return kept
        }
    }

    /// Drops templates that nobody has used for long, or that are too many, and what was kept long ago.
    func clear(_ connection: any DatabaseConnection) async {
        let rows = try? await connection.query(
            """
            SELECT datname::text AS name FROM (
                SELECT datname, \(Self.lastUse) AS used, row_number() OVER (ORDER BY \(Self.lastUse) DESC) AS place
                FROM pg_database d WHERE datname ~ '^\(Self.prefix)[0-9a-f]{32}$' AND pg_has_role(datdba, 'USAGE')
            ) AS templates WHERE place > \(TestSettings.templates)
                OR used < extract(epoch FROM now()) - \(TestSettings.longest)
            UNION ALL
            SELECT datname::text FROM pg_database
            WHERE datname ~ '^\(Self.keptPrefix)[0-9]{1,12}_[0-9a-f]+$' AND pg_has_role(datdba, 'USAGE')
                AND split_part(datname, '_', 4)::bigint < extract(epoch FROM now()) - \(TestSettings.longest)
            """
        )
        for row in rows ?? [] {
            guard case .text(let name)? = row["name"] else { continue }
            _ = try? await connection.execute("DROP DATABASE IF EXISTS \(name)")
        }
    }
}
