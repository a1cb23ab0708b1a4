package import MigratorDatabase

/// A statement and its parameters, as a connection takes them.
package typealias BoundStatement = (sql: String, parameters: [DatabaseCell])
