public import MigrationDSL

/// What `check` found.
public struct CheckReport: Sendable {
    /// What a finding is about; each can be switched off.
    public enum Kind: String, Sendable, CaseIterable {
        /// A revision that the database does not have yet.
        case pending
        /// More than one head.
        case heads
        /// A revision that was edited after it was applied or is half done, or a version row that no revision explains.
        case edited
        /// A revision that cannot be downgraded and does not say why.
        case irreversible
        /// A payload that is missing, malformed or does not fit its table.
        case payload
        /// A revision that does not run on an empty database.
        case broken
    }

    /// One thing found.
    public struct Finding: Sendable {
        /// What it is about.
        public let kind: Kind
        /// The revision, if it is about one.
        public let revision: RevisionID?
        /// A sentence for a person.
        public let message: String
    }

    /// What was found, in the order of the history.
    public let findings: [Finding]
    /// What was looked at.
    public let checked: [Kind]
    /// How many revisions there are.
    public let revisions: Int
}
