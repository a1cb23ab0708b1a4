package import MigratorCatalogue
import MigratorCore
package import MigratorDatabase

/// How one database's schema is read.
package protocol ReflectionDialect: Sendable {
    /// Reads a schema in a fixed number of statements, in one snapshot, and leaves the session as it was.
    ///
    /// - Parameters:
    ///   - scope: What to read.
    ///   - connection: The connection, outside of a transaction.
    /// - Returns: The objects, each behind those that it needs; and what cannot be read, by name.
    /// - Throws: `DatabaseFailure`, or ``MigratorError`` with code `.unsupportedByDialect` where schemas cannot be read.
    func schema(_ scope: SchemaScope, _ connection: any DatabaseConnection) async throws -> Schema

    /// The statements whose rows ``schema(of:_:)`` reads; none where rows cannot be kept.
    func schemaQueries(_ scope: SchemaScope) -> [String]

    /// The rows that ``schema(_:_:)`` makes a schema of, to be kept.
    ///
    /// - Throws: As ``schema(_:_:)`` does.
    func schemaRows(_ scope: SchemaScope, _ connection: any DatabaseConnection) async throws -> [[DatabaseRow]]

    /// Makes a schema of rows that ``schemaRows(_:_:)`` gave, as ``schema(_:_:)`` makes it.
    ///
    /// - Throws: `DatabaseFailure` for rows that are none of these.
    func schema(of rows: [[DatabaseRow]], _ scope: SchemaScope) throws -> Schema
}

extension ReflectionDialect where Self: CatalogueRules {
    package func schema(_ scope: SchemaScope, _ connection: any DatabaseConnection) async throws -> Schema {
        throw MigratorError(.unsupportedByDialect, "the schema of a \(kind.title) database cannot be read")
    }

    package func schemaQueries(_ scope: SchemaScope) -> [String] { [] }

    package func schemaRows(
        _ scope: SchemaScope,
        _ connection: any DatabaseConnection
    ) async throws -> [[DatabaseRow]] {
        throw Self.cannotKeep
    }

    package func schema(of rows: [[DatabaseRow]], _ scope: SchemaScope) throws -> Schema { throw Self.cannotKeep }

    private static var cannotKeep: DatabaseFailure {
        DatabaseFailure(.unsupported, "the rows that a schema is read from are not kept")
    }
}
