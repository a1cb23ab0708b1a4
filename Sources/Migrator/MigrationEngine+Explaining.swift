import MigratorCore
import MigratorDatabase
import MigratorDialects

extension MigrationEngine {
    /// The error with what helps to mend it: what an administrator has to grant, how to wait for longer.
    ///
    /// - Parameters:
    ///   - error: An error of the engine's own statements; those of a revision's are explained by the run.
    ///   - connection: The connection that it came over, if there was one.
    /// - Returns: A better error, or the same.
    func explained(_ error: any Error, over connection: (any DatabaseConnection)? = nil) async -> any Error {
        guard let error = error as? DatabaseFailure else { return error }
        if error.waitingAdvice != nil { return error.databaseIsHeld(for: settings.lockTimeout) }
        guard error.code == .permissionDenied, let connection else { return error }
        do {
            try await connection.rollback()
            let tables = try await EngineTables.locate(settings, connection, withPlace: false)
            try await tables.dialect.checkUse(of: tables.all, connection, cause: error)
            return error
        } catch let better as MigratorError {
            return better
        } catch {
            return error
        }
    }
}
