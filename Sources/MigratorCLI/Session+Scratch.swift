import Migrator
import MigratorDatabase
import MigratorPostgres

extension Session {
    /// Lends an empty database of the same kind, and removes it afterwards.
    ///
    /// On SQLite it is in memory. On PostgreSQL it is made on the same server; where the role may not do so, the user
    /// is told and there is none.
    func withScratch<Result>(_ body: (MigrationEngine.Connect?) async throws -> Result) async throws -> Result {
        let url = try databaseURL
        guard url.kind == .postgres else { return try await body(try scratch()) }
        let administration = try await connect(for: .looking, settings.migrator)()
        let name = "migrator_scratch_\(String(UInt64.random(in: 1 << 60 ... .max), radix: 16))"
        do {
            try await administration.execute("CREATE DATABASE \(name)")
        } catch {
            await administration.close()
            guard error.code != .connectionLost, error.code != .cancelled else { throw error }
            console.note(
                "no empty database can be made to try the revisions on (\(TerminalText.line(error.message))); "
                    + "a role with CREATEDB may"
            )
            return try await body(nil)
        }
        do {
            let result = try await body { try await PostgresSession(PostgresSessionConfiguration(url, database: name)) }
            await drop(name, administration)
            return result
        } catch {
            await drop(name, administration)
            throw error
        }
    }

    /// Even if the task was cancelled: no other code would drop it.
    private func drop(_ name: String, _ administration: any DatabaseConnection) async {
        let problem = await Task { () -> DatabaseFailure? in
            do throws(DatabaseFailure) {
                do throws(DatabaseFailure) {
                    // The server waits until sessions that were just closed are gone; to end one is a word in its log.
                    try await administration.execute("DROP DATABASE \(name)")
                } catch  where error.sqlState == "55006" {
                    try await administration.execute("DROP DATABASE \(name) WITH (FORCE)")
                }
                await administration.close()
                return nil
            } catch {
                await administration.close()
                return error
            }
        }.value
        if let problem { console.warn("the database \(name) is left behind: \(TerminalText.line(problem.message))") }
    }
}

extension PostgresSessionConfiguration {
    /// The configuration of another database on the same server.
    fileprivate init(_ url: DatabaseURL, database: String) throws(DatabaseFailure) {
        try self.init(url)
        parameters["dbname"] = database
    }
}
