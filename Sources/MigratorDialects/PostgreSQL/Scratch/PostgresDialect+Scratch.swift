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
        let process = try await PostgresRunDatabases.process(of: connection)
        // A pooler would hand a setting of the session on to others.
        if process != 0 { for sql in scratchSettings { try await connection.execute(sql) } }
        let name = try await PostgresRunDatabases.scratches.newName(process, connection)
        do throws(DatabaseFailure) {
            try await connection.execute("CREATE DATABASE \(name)")
        } catch {
            // It may have been made all the same, and no caller knows its name.
            if error.code == .cancelled {
                await Task { _ = try? await connection.execute("DROP DATABASE IF EXISTS \(name)") }.value
            }
            throw error
        }
        await PostgresRunDatabases.scratches.dropLeftovers(connection)
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
            let isPooled = PostgresRunDatabases.scratches.process(in: name) == "0"
            try await connection.execute("DROP DATABASE \(name)\(isPooled ? " WITH (FORCE)" : "")")
        } catch  where error.sqlState == "55006" {
            try await connection.execute("DROP DATABASE \(name) WITH (FORCE)")
        } catch  where error.sqlState == "3D000" {
            // It is gone.
        }
    }
}
