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

    /// By the server's own state: what it cannot do, data, integrity, schemas that are not there, syntax and names.
    package func cause(of refusal: DatabaseFailure) -> RefusalCause {
        guard let state = refusal.sqlState else { return .moment }
        if state == "42501" { return .role }
        return ["0A", "22", "23", "3F", "42"].contains(state.prefix(2)) ? .text : .moment
    }
}
