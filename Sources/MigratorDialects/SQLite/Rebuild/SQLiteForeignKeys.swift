package import MigratorDatabase

/// The setting that foreign keys are enforced, which is the connection's and cannot change in a transaction.
package struct SQLiteForeignKeys {
    private let connection: any DatabaseConnection

    package init(_ connection: any DatabaseConnection) {
        self.connection = connection
    }

    /// Does something that begins and ends a transaction, meanwhile without foreign keys if it has to be.
    ///
    /// The driver's commit checks all foreign keys, whatever the setting; what does not happen meanwhile is
    /// `ON DELETE` and `ON UPDATE`, so that a row which counted on them makes the commit fail.
    package func off<Result>(if isNeeded: Bool, _ body: () async throws -> Result) async throws -> Result {
        guard isNeeded, try await connection.query("PRAGMA foreign_keys").first?.values == [.int(1)] else {
            return try await body()
        }
        do {
            // Within, as a cancellation may come just after it was done.
            try await connection.execute("PRAGMA foreign_keys = OFF")
            let result = try await body()
            try await restore()
            return result
        } catch {
            try? await restore()
            throw error
        }
    }

    /// Also if the task was cancelled.
    private func restore() async throws {
        let connection = connection
        try await Task { _ = try await connection.execute("PRAGMA foreign_keys = ON") }.value
    }
}
