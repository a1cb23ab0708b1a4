package import MigratorDatabase

extension PostgresDialect {
    package var scratchPlace: ScratchPlace { .beside }

    package var scratchSettings: [String] {
        ["SET statement_timeout = '60s'", "SET lock_timeout = '10s'"]
    }

    package func createScratch(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> String {
        let random = String(UInt64.random(in: 1 << 60 ... .max), radix: 16)
        let rows = try await connection.query(
            "SELECT 'migrator_scratch_' || extract(epoch FROM now())::bigint || '_' || $1 AS name",
            [.text(random)]
        )
        guard case .text(let name)? = rows.first?["name"] else {
            throw DatabaseFailure(.unsupported, "the server does not say its time")
        }
        try await connection.execute("CREATE DATABASE \(name)")
        await dropLeftovers(connection)
        return name
    }

    package func dropScratch(_ name: String, _ connection: any DatabaseConnection) async throws(DatabaseFailure) {
        do throws(DatabaseFailure) {
            // The server waits until sessions that were just closed are gone; to end one is a word in its log.
            try await connection.execute("DROP DATABASE \(name)")
        } catch  where error.sqlState == "55006" {
            try await connection.execute("DROP DATABASE \(name) WITH (FORCE)")
        }
    }

    /// Drops the databases of runs that ended before they could, which nobody uses: those that are an hour old.
    ///
    /// What cannot be dropped stays for the next run.
    private func dropLeftovers(_ connection: any DatabaseConnection) async {
        let rows = try? await connection.query(
            """
            SELECT datname::text AS name FROM pg_database d
            WHERE CASE WHEN datname ~ '^migrator_scratch_[0-9]{1,12}_[0-9a-f]+$'
                THEN split_part(datname, '_', 3)::bigint < extract(epoch FROM now()) - 3600 ELSE false END
                AND pg_has_role(datdba, 'USAGE')
                AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)
            """
        )
        for row in rows ?? [] {
            guard case .text(let name)? = row["name"] else { continue }
            _ = try? await connection.execute("DROP DATABASE IF EXISTS \(name)")
        }
    }
}
