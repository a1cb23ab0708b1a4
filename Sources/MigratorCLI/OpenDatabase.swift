import Migrator
import MigratorDatabase
import MigratorPostgres
import MigratorSQLite

/// Opens a connection to the database that a URL names: where a driver is chosen.
func openDatabase(
    _ url: DatabaseURL,
    busyTimeout: Duration
) async throws -> any DatabaseConnection {
    do throws(DatabaseFailure) {
        switch url.kind {
        case .sqlite:
            return try await SQLiteSession(SQLiteSessionConfiguration(path: url.location, busyTimeout: busyTimeout))
        case .postgres:
            return try await PostgresSession(try PostgresSessionConfiguration(url))
        default:
            throw DatabaseFailure(.unsupported, "this program has no driver for \(url.kind.title)")
        }
    } catch {
        guard error.code != .busy, error.code != .cancelled else { throw error }
        throw MigratorError(.databaseUnreachable, error.message, cause: error)
    }
}
