package import MigratorDatabase

extension PostgresDialect {
    package func scratchRoom(
        _ kind: ScratchKind,
        for need: ScratchNeed,
        _ connection: any DatabaseConnection
    ) async throws -> any ScratchRoom {
        switch kind {
        case .schemas, .temporary: try await PostgresScratchRoom(kind, for: need, self, connection)
        case .database, .memory: PostgresScratchRoom(self, onDatabase: connection)
        }
    }
}
