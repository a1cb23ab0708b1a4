package import MigratorDatabase

/// What tells a database from a copy of it, though both bear the same identity.
///
/// On PostgreSQL the system identifier, the database's oid, the timeline and the schema; on SQLite device and inode. A
/// server that keeps some of it to itself is told by the rest.
package struct DatabasePlace: Hashable, Sendable {
    package let parts: [String]

    init(parts: [String]) {
        self.parts = parts
    }

    /// The place of a database that has no file, or whose file is gone.
    static let memory = DatabasePlace(parts: ["memory"])

    /// Whether the database outlasts its connection.
    package var isLasting: Bool { self != .memory }

    /// Asks a database for its place; must be called outside of a transaction.
    ///
    /// - Parameters:
    ///   - schema: The schema of the engine's tables, as far as it is known.
    ///   - connection: A connection to the database.
    /// - Returns: As much of it as the database tells.
    /// - Throws: `DatabaseFailure`.
    package static func read(
        schema: String?,
        _ connection: any DatabaseConnection
    ) async throws -> DatabasePlace {
        try await connection.kind.outboxDialect.place(schema: schema, connection)
    }
}
