import MigratorDatabase

/// What a session has of its own: settings and roles, attached databases, what is temporary.
enum SessionState: Hashable, Sendable, Codable {
    case postgres(PostgresSessionState)
    case sqlite(SQLiteSessionState)

    /// Reads all of it, as ``PostgresSessionState`` and ``SQLiteSessionState`` do.
    static func read(
        _ connection: any DatabaseConnection,
        custom: [String] = [],
        ignoring lockTimeout: String? = nil
    ) async throws(DatabaseFailure) -> SessionState {
        switch connection.kind {
        case .postgres:
            .postgres(
                try await PostgresSessionState.read(
                    connection,
                    withTemporary: true,
                    custom: custom,
                    ignoring: lockTimeout
                )
            )
        case .sqlite: .sqlite(try await SQLiteSessionState.read(connection))
        }
    }

    /// Makes the session as it was, as if what was done since had been done in another one.
    func establish(_ connection: any DatabaseConnection) async throws(DatabaseFailure) {
        switch self {
        case .postgres(let session): try await session.establish(connection, ending: true)
        case .sqlite(let session): try await session.establish(connection)
        }
    }

    /// What ends with the session, in words.
    var temporary: [String] {
        switch self {
        case .postgres(let session): session.temporary
        case .sqlite(let session): session.temporary.map { "\($0.kind) \($0.name)" }
        }
    }
}
