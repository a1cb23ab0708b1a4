public import MigrationDSL

/// What `check` found.
public struct CheckReport: Sendable {
    /// What a finding is about: a gate, which can be switched off, made to warn only, or required.
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
        /// A difference between the database and its applied revisions, run on an empty database.
        case drift
        /// A difference between all revisions, run on an empty database, and the declared schema.
        case model
        /// A revision that cannot be written into a script; looked for only if it is asked for.
        case offline
    }

    /// How much a finding counts.
    public enum Level: String, Sendable {
        /// It is worth knowing.
        case warning
        /// It stops a build.
        case error
    }

    /// One thing found.
    public struct Finding: Sendable {
        /// What it is about.
        public let kind: Kind
        /// How much it counts.
        public internal(set) var level = Level.error
        /// The id of the rule that it goes against: the kind's name, or one of its own where a kind has several.
        ///
        /// ``CheckRule`` says what each means.
        public let rule: String
        /// The revision, if it is about one.
        public let revision: RevisionID?
        /// The object of a schema, if it is about one, with its schema and the part, such as `public.customers.note`.
        public let object: String?
        /// A sentence for a person.
        public let message: String
        /// The verb with its flags that mends it or shows what does, without the program's name.
        public let command: String?
        /// The place in a file: of the revision, of a payload or of the declared schema.
        ///
        /// What a database has is placed at the newest revision that is about the same object.
        public internal(set) var location: SourceLocation?

        init(
            kind: Kind,
            rule: CheckRule? = nil,
            revision: RevisionID? = nil,
            object: String? = nil,
            message: String,
            command: String? = nil,
            location: SourceLocation? = nil
        ) {
            self.kind = kind
            self.rule = (rule ?? .main(of: kind)).id
            self.revision = revision
            self.object = object
            self.message = message
            self.command = command
            self.location = location
        }
    }

    /// Something about a gate that is no finding.
    public struct Remark: Hashable, Sendable {
        /// The gate.
        public let kind: Kind
        /// A sentence for a person.
        public let message: String
    }

    /// What was found, in the order of the history.
    public let findings: [Finding]
    /// What was looked at.
    public let checked: [Kind]
    /// The gates that were to look and could not, and why.
    public let skipped: [Remark]
    /// What the gates that did look could not compare.
    public let remarks: [Remark]
    /// How many revisions there are.
    public let revisions: Int
    /// The revisions that were looked at, in load order, if it was not all of them.
    public let looked: [RevisionID]?

    /// Whether something was found that is more than a warning.
    public var hasErrors: Bool { findings.contains { $0.level == .error } }
}
