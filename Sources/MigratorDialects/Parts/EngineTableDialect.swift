package import MigratorCore
package import MigratorDatabase

/// How one database keeps the engine's own tables: made, found, read, grown, and allowed to a role.
package protocol EngineTableDialect: Sendable {
    /// Refuses a version table whose name the database would not keep.
    func check(version: TableName) throws(MigratorError)

    /// The statements that let a role use the engine's tables in a schema, which it may not make itself.
    ///
    /// None where the database has no roles.
    func grants(on tables: [TableName], in schema: String?, to role: String) -> [String]
}

extension EngineTableDialect {
    package func check(version: TableName) throws(MigratorError) {}

    package func grants(on tables: [TableName], in schema: String?, to role: String) -> [String] { [] }
}
