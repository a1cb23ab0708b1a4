package import MigrationDSL

/// The part of a schema that is read and compared.
package struct SchemaScope: Sendable {
    /// The schemas to read, by name; `nil` for all but those of the database itself.
    package var schemas: [String]?
    /// The names of tables that belong to no schema of an application, such as the engine's own, with their schema.
    package var ownTables: Set<ObjectName>
    /// How long to wait for a lock, where reading needs one; `nil` for as long as the session does.
    package var lockTimeout: Duration?

    /// Creates a scope.
    package init(schemas: [String]? = nil, ownTables: Set<ObjectName> = [], lockTimeout: Duration? = nil) {
        self.schemas = schemas
        self.ownTables = ownTables
        self.lockTimeout = lockTimeout
    }
}
