package import MigratorDatabase

/// What there is of the engine's tables, as the database says.
package struct EngineTableCondition: Sendable {
    /// The tables that are missing and without which no program can do.
    package var missing: [TableName]
    /// Whether the role may use those that are there as a run does.
    package var mayUse = true
    /// The numbers of the steps of growth that are there, and that the role may use.
    package var grown: Set<Int> = []
    /// The numbers of those that are not, and that the role may make.
    package var growable: Set<Int> = []
    /// The role that asks, where the database has roles.
    package var role = ""

    /// Creates one in which nothing has grown.
    package init(missing: [TableName]) {
        self.missing = missing
    }

    /// Whether a table is missing without which no program can do.
    package var isAnyMissing: Bool { !missing.isEmpty }
}
