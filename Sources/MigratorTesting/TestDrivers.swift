import Migrator
import MigratorDatabase
import MigratorPostgres
import MigratorSQLite
import MigratorSystem

/// The drivers that tests' databases are opened by, and the server that they are on.
enum TestDrivers {
    /// Opens a database.
    static let open: @Sendable (DatabaseURL) async throws -> any DatabaseConnection = { url in
        guard url.kind == .sqlite else { return try await PostgresSession(PostgresSessionConfiguration(url)) }
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(url))
        // What a test writes need not outlive the machine.
        try await connection.execute("PRAGMA synchronous = OFF")
        return connection
    }

    /// The server of a kind of databases; `nil` for files.
    ///
    /// - Throws: `MigratorError` with code `.invalidSetting` if there is to be one, and no variable names it.
    static func server(_ kind: DatabaseKind) throws -> DatabaseURL? {
        guard kind != .sqlite else { return nil }
        guard kind == .postgres else {
            throw MigratorError(.invalidSetting, "there is no driver for tests on \(kind.title)")
        }
        guard let text = SystemCalls.environment("MIGRATOR_TEST_DATABASE"), !text.isEmpty else {
            throw MigratorError(
                .invalidSetting,
                "MIGRATOR_TEST_DATABASE names no server for tests on PostgreSQL: set it to the URL of a database whose role "
                    + "may make others, such as postgres://me@localhost/postgres"
            )
        }
        let url = try DatabaseURL(text)
        guard url.kind == kind else {
            throw MigratorError(
                .invalidSetting,
                "MIGRATOR_TEST_DATABASE names \(url), which is no database of \(kind.title)"
            )
        }
        return url
    }

    /// An engine over an empty database in memory, or over the server's own database, which it only asks.
    static func engine(_ revisions: RevisionHistory, on kind: DatabaseKind) throws -> MigrationEngine {
        let home = try server(kind) ?? DatabaseURL("sqlite::memory:")
        var engine = MigrationEngine(revisions: revisions) { try await open(home) }
        engine.connectOther = { other in
            let url = try other.url.map { url throws(DatabaseFailure) in try DatabaseURL(url) } ?? home
            return try await open(other.name.map { name throws(DatabaseFailure) in try url.naming(name) } ?? url)
        }
        return engine
    }
}
