import MigratorDatabase

extension DatabaseConnection {
    /// Runs `body` in a transaction, which is rolled back if it throws.
    func transaction(_ body: () async throws -> Void) async throws {
        try await begin()
        do {
            try await body()
            try await commit()
        } catch {
            try? await rollback()
            throw error
        }
    }
}
