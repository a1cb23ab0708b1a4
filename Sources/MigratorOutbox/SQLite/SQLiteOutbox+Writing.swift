import MigratorDatabase

extension SQLiteOutbox {
    /// Foreign keys are not looked at: none is concerned.
    func run(_ statements: [Outbox.Statement], _ connection: any DatabaseConnection) async throws {
        do {
            try await connection.together {
                try await connection.execute("BEGIN IMMEDIATE")
                try await connection.execute(pipelining: statements)
                try await connection.execute("COMMIT")
            }
        } catch {
            try? await connection.rollback()
            throw error
        }
    }
}
