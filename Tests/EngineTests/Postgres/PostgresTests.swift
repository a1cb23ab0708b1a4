import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorPostgres
import MigratorSources
import MigratorTestSupport
import Testing

/// The engine on a real server of PostgreSQL.
@Suite(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
struct PostgresTests {}

extension PostgresDatabase {
    /// Makes an extension, or cancels the test on a server that has none of PostgreSQL's own.
    func needExtension(_ name: String) async throws {
        let known = try await rows("SELECT 1 FROM pg_available_extensions WHERE name = '\(name)'")
        if known.isEmpty { try Test.cancel("this server has no extension \(name)") }
        try await execute("CREATE EXTENSION IF NOT EXISTS \(name)")
    }

    /// A migrator for revisions written in Swift.
    func migrator(
        _ types: [any Revision.Type],
        url: String? = nil,
        _ change: (inout MigratorSettings) -> Void = { _ in }
    ) throws -> MigrationEngine {
        let entries = types.enumerated().map { index, type in
            RevisionRegistry.Entry(type, file: "\(index).swift", line: 1, message: "step \(index)")
        }
        let registry = RevisionRegistry(name: "Test", sourceFolder: ".", entries: entries, payloads: [])
        return try migrator(RevisionHistory([.compiled(registry)]), url: url, change)
    }

    /// A migrator for a history.
    func migrator(
        _ history: RevisionHistory,
        url: String? = nil,
        _ change: (inout MigratorSettings) -> Void = { _ in }
    ) -> MigrationEngine {
        var settings = MigratorSettings()
        change(&settings)
        let url = url ?? self.url
        return MigrationEngine(revisions: history, settings: settings) {
            try await PostgresSession(PostgresSessionConfiguration(connectionString: url))
        }
    }

    /// The names of all tables, without the engine's own.
    func tables() async throws -> [String] {
        try await rows(
            """
            SELECT schemaname || '.' || tablename FROM pg_tables
            WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
                AND tablename <> 'alembic_version' AND NOT starts_with(tablename, 'migrator_')
            ORDER BY 1
            """
        ).map { $0[0] }
    }

    func versionRows() async throws -> [String] {
        try await rows("SELECT version_num FROM alembic_version ORDER BY 1").map { $0[0] }
    }
}

/// Runs what must fail, and returns its error.
func migratorError(_ body: () async throws -> Void) async throws -> MigratorError {
    do {
        try await body()
    } catch let error as MigratorError {
        return error
    }
    Issue.record("nothing was thrown")
    return MigratorError(.statementFailed, "nothing was thrown")
}
