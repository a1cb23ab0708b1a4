import MigratorCore
import MigratorDatabase

extension MigrationEngine {
    /// The error as whoever has to mend it needs it: what an administrator has to grant, how to wait for longer.
    ///
    /// - Parameters:
    ///   - error: An error of the engine's own statements; those of a revision's are explained by the run.
    ///   - connection: The connection that it came over, if there was one.
    /// - Returns: A better error, or the same.
    func explained(_ error: any Error, over connection: (any DatabaseConnection)? = nil) async -> any Error {
        guard let error = error as? DatabaseFailure else { return error }
        if error.waitingAdvice != nil { return SQLiteRunLock.held(for: settings.lockTimeout, error) }
        guard error.code == .permissionDenied, let connection, connection.kind == .postgres else { return error }
        do {
            try await connection.rollback()
            let tables = try await EngineTables.locate(settings, connection, withPlace: false)
            try await PostgresPrivileges(connection).checkUse(tables, cause: error)
            return error
        } catch let better as MigratorError {
            return better
        } catch {
            return error
        }
    }
}
