public import MigrationDSL
public import MigratorCore

/// The steps that take a database from its version rows to a target.
///
/// After each step the rows are the maximal applied revisions: those that no applied revision has as parent or
/// dependency.
public struct Plan: Sendable, Hashable {
    /// Whether the plan applies revisions or takes them back.
    public let direction: Direction
    /// The target as it was asked for.
    public let target: Target
    /// The steps, in the order to run them.
    public let steps: [Step]
    /// The version rows that the plan begins with, each once, in the order they were given.
    public let rowsBefore: [RevisionID]
    /// The version rows after the last step, in load order.
    public let rowsAfter: [RevisionID]

    /// Creates a plan.
    public init(
        direction: Direction,
        target: Target,
        steps: [Step],
        rowsBefore: [RevisionID],
        rowsAfter: [RevisionID]
    ) {
        self.direction = direction
        self.target = target
        self.steps = steps
        self.rowsBefore = rowsBefore
        self.rowsAfter = rowsAfter
    }

    /// Whether there is nothing to do.
    public var isEmpty: Bool { steps.isEmpty }
}
