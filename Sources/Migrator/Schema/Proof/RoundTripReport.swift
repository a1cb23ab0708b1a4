package import MigrationDSL

/// The rows that a revision meets when it is tried.
package enum RoundTripRows: Sendable {
    /// None but those of payloads.
    case none
    /// Rows as its tables may hold them, made up.
    case made
    /// Statements that insert rows once the revision that they stand under is applied.
    case given([RevisionID: [String]])
}

/// What was found when a revision was applied on an empty database, taken back and applied again.
package struct RoundTripReport: Sendable {
    /// The tables for which rows were made up, in the order of their names.
    package var tablesWithRows: [String] = []
    /// Why it was applied and not taken back, in the revision's own words.
    package var whyIrreversible: String?
    /// What it fails with on rows that were made up; without them it went well.
    package var failsOnRows: String?
}
