import Migrator
import MigratorDatabase
import MigratorSQLite

/// Migrates a database in memory along no revision, and says which SQLite did it.
@main
struct SQLiteAlone {
    static func main() async throws {
        let memory = SQLiteSessionConfiguration(path: ":memory:")
        let engine = MigrationEngine(revisions: try RevisionHistory([])) { try await SQLiteSession(memory) }
        _ = try await engine.current()
        let rows = try await SQLiteSession(memory).query("SELECT sqlite_version() AS version", [])
        print("SQLite", try rows[0].get("version", as: String.self))
    }
}
