import Database
import Migrator
import PostgresDriver
import SQLiteDriver

/// Opens a connection to the database that a URL names: where a driver is chosen.
func openDatabase(
    _ url: DatabaseURL,
    busyTimeout: Duration,
    whenLoaded: @Sendable () -> Void = {}
) async throws -> any DatabaseConnection {
    do {
        switch url.kind {
        case .sqlite:
            return try await SQLiteConnection(SQLiteConfiguration(path: url.location, busyTimeout: busyTimeout))
        case .postgres:
            return try await PostgresConnection(
                { () throws(DatabaseError) in try PostgresConfiguration(url) },
                whenLoaded: whenLoaded
            )
        }
    } catch {
        guard error.code != .busy, error.code != .cancelled else { throw error }
        throw MigratorError(.databaseUnreachable, error.message, cause: error)
    }
}
