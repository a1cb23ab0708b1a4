public import MigratorDatabase
public import MigratorSafety

/// What `lint` looks at, and how.
public struct LintOptions: Sendable {
    /// The kind of database that the revisions are for.
    public var kind: DatabaseKind
    /// The revisions, as ``MigrationEngine/history(range:withRows:)`` takes them; `nil` for those that are pending, or
    /// for all where no database is asked.
    public var range: String?
    /// Whether the database may be asked what is pending.
    public var asksDatabase: Bool
    /// The oldest server that the revisions must work on, such as `15` or `3.40`; `nil` for the oldest that the engine
    /// works with.
    public var serverVersion: String?
    /// What is known of tables in the database that runs.
    public var facts: DatabaseFacts
    /// How much each rule counts.
    public var levels: SafetyLevels
    /// Findings that were there before and are left out.
    public var baseline: LintBaseline

    /// Creates options.
    public init(
        kind: DatabaseKind,
        range: String? = nil,
        asksDatabase: Bool = true,
        serverVersion: String? = nil,
        facts: DatabaseFacts = DatabaseFacts(),
        levels: SafetyLevels = SafetyLevels(),
        baseline: LintBaseline = LintBaseline()
    ) {
        self.kind = kind
        self.range = range
        self.asksDatabase = asksDatabase
        self.serverVersion = serverVersion
        self.facts = facts
        self.levels = levels
        self.baseline = baseline
    }
}
