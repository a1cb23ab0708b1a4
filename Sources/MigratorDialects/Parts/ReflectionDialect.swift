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
}

extension ReflectionDialect where Self: CatalogueRules {
    package func schema(_ scope: SchemaScope, _ connection: any DatabaseConnection) async throws -> Schema {
        throw MigratorError(.unsupportedByDialect, "the schema of a \(kind.title) database cannot be read")
    }
}
