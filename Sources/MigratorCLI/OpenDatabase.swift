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

/// Makes the database that a URL names, on its server.
///
/// - Returns: Its name; `nil` if another process has made it meanwhile.
func createDatabase(_ url: DatabaseURL) async throws -> String? {
    guard url.kind == .postgres else { return nil }
    var configuration = try PostgresSessionConfiguration(url)
    func said(_ keyword: String, _ variable: String) -> String? {
        configuration.parameters[keyword] ?? System.environment(variable)
    }
    // A database that is not named has the role's name.
    guard let name = said("dbname", "PGDATABASE") ?? said("user", "PGUSER") else {
        throw UsageError("--create-database needs the name of the database in its URL")
    }
    // As createdb does: one of these two is on every server.
    configuration.parameters["dbname"] = "postgres"
    let session: PostgresSession
    do {
        session = try await PostgresSession(configuration)
    } catch {
        guard ServerWait.lacksDatabase(error) || error.code == .permissionDenied else { throw error }
        configuration.parameters["dbname"] = "template1"
        session = try await PostgresSession(configuration)
    }
    do throws(DatabaseFailure) {
        try await session.execute("CREATE DATABASE \(TableName(name).quoted)")
        await session.close()
        return name
    } catch {
        await session.close()
        // Two that make it at once: one of them finds it there, or its row.
        if error.code == .duplicateObject || error.code == .uniqueViolation { return nil }
        let message = "the database \(name) is not there and could not be made"
        throw MigratorError(.databaseUnreachable, message, cause: error)
    }
}
