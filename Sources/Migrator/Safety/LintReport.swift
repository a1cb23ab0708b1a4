public import MigrationDSL
public import MigratorSafety

/// What `lint` found.
public struct LintReport: Sendable {
    /// What was found, revision by revision in the order in which they are applied.
    public let findings: [SafetyFinding]
    /// The revisions that were looked at.
    public let revisions: [RevisionID]
    /// How many findings the baseline left out.
    public let known: Int

    /// Whether something was found that is more than a warning.
    public var hasErrors: Bool { findings.contains { $0.level == .error } }
}
