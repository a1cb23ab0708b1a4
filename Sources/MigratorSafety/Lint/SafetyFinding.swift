public import MigrationDSL
public import MigratorCore

/// Something that a revision does to a running system and better did otherwise.
public struct SafetyFinding: Sendable {
    /// The rule.
    public let rule: SafetyRule
    /// How much it counts.
    public let level: SafetyLevel
    /// The revision.
    public let revision: RevisionID?
    /// In which direction.
    public let direction: Direction
    /// The place of the statement or the operation, or of the revision.
    public let location: SourceLocation?
    /// The table, the view or what else it is about.
    public let object: String
    /// What happens, to which application, and for how long.
    public let message: String
    /// The rewrite that avoids it.
    public let fix: String?

    package init(
        rule: SafetyRule,
        level: SafetyLevel,
        revision: RevisionID?,
        direction: Direction,
        location: SourceLocation?,
        object: String,
        message: String,
        fix: String?
    ) {
        self.rule = rule
        self.level = level
        self.revision = revision
        self.direction = direction
        self.location = location
        self.object = object
        self.message = message
        self.fix = fix
    }
}
