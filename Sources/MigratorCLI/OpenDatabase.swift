import Database
import Migrator
import SQLiteDriver

/// Opens a connection to the database that a URL names: where a driver is chosen.
func openDatabase(_ url: DatabaseURL, busyTimeout: Duration) async throws -> any DatabaseConnection {
    switch url.kind {
    case .sqlite:
        do {
            return try await SQLiteConnection(SQLiteConfiguration(path: url.location, busyTimeout: busyTimeout))
        } catch {
            guard error.code != .busy, error.code != .cancelled else { throw error }
            throw MigratorError(.databaseUnreachable, error.message, cause: error)
        }
    case .postgres:
        throw MigratorError(
            .databaseUnreachable,
            "this build of the program has no PostgreSQL driver, so \(url) cannot be opened; use a sqlite: URL"
        )
    }
}
