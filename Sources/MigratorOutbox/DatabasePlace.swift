package import MigratorDatabase

/// The values that tell a database from a copy of it, though both have the same identity.
///
/// On PostgreSQL these are the system identifier, the database's oid, the timeline and the schema; on SQLite device and
/// inode. Where a server does not show some of them, the others count.
package struct DatabasePlace: Hashable, Sendable {
    package let parts: [String]

    /// Creates it from what tells one place from another.
    package init(parts: [String]) {
        self.parts = parts
    }

    /// The place of a database that has no file, or whose file is gone.
    package static let memory = DatabasePlace(parts: ["memory"])

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

    /// What asks for the place within another query; `nil` on a database that tells it by none.
    package static func query(on kind: DatabaseKind) throws(DatabaseFailure) -> PlaceQuery? {
        try kind.outboxDialect.placeQuery
    }
}

/// What asks for a database's place within a query that asks for other things as well.
package struct PlaceQuery: Sendable {
    /// The columns, as a list.
    package let columns: String
    /// Reads them, in a database whose engine's tables lie in a schema.
    package let read: @Sendable (_ row: DatabaseRow, _ schema: String) -> DatabasePlace

    /// Creates it.
    package init(columns: String, read: @escaping @Sendable (_ row: DatabaseRow, _ schema: String) -> DatabasePlace) {
        self.columns = columns
        self.read = read
    }
}
