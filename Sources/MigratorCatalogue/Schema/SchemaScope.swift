package import MigrationDSL

/// The part of a schema that is read and compared.
package struct SchemaScope: Sendable {
    /// The schemas to read, by name; `nil` for all but those of the database itself.
    package var schemas: [String]?
    /// The names of tables that belong to no schema of an application, such as the engine's own, with their schema.
    package var ownTables: Set<ObjectName>

    /// Creates a scope.
    package init(schemas: [String]? = nil, ownTables: Set<ObjectName> = []) {
        self.schemas = schemas
        self.ownTables = ownTables
    }
}
