public import MigratorDatabase

/// How a script is to be written.
public struct ScriptOptions: Sendable {
    /// Which database it is for.
    public var kind: DatabaseKind
    /// Whether the report holds the SQL of each step too, rows and all.
    public var reportsSQL = false
    /// Opens an empty, throw-away database of the same kind, on which a script for SQLite is tried out.
    public var scratch: MigrationEngine.Connect?

    /// Creates options for a database.
    public init(kind: DatabaseKind, scratch: MigrationEngine.Connect? = nil) {
        self.kind = kind
        self.scratch = scratch
    }
}
