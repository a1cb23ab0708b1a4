public import Database

/// What a run may be told; the defaults are right for most.
public struct MigratorSettings: Sendable {
    /// The version table's name and schema.
    public var versionTable = TableName("alembic_version")
    /// How long to wait for another run to end.
    public var lockTimeout: Duration = .seconds(30)
    /// A folder that payloads are looked for in before anywhere else.
    public var payloadFolder: String?
    /// What revisions read as `op.arguments`.
    public var arguments: [String: String] = [:]
    /// A word of the operator's about the run, which revisions read as `op.tag` and the journal keeps.
    public var tag: String?
    /// Whether messages may show what a server says about row values.
    public var showsValues = false

    /// Creates settings with their defaults.
    public init() {}
}
