public import MigrationDSL

/// What `check` looks for, and how much of what it finds counts.
public struct CheckOptions: Sendable {
    /// What a gate does.
    public enum Gate: String, Hashable, Sendable, CaseIterable {
        /// It does not look.
        case off
        /// What it finds is a warning.
        case warn
        /// What it finds is an error.
        case error
    }

    /// What each gate does; one that is not named does what it does by default: `drift` warns, `offline` does not look,
    /// all others are errors.
    public var gates: [CheckReport.Kind: Gate]
    /// The gates that must look: that one could not is an error.
    ///
    /// ``CheckReport/Kind/drift`` looks only where another gate asks the database anyway, or if it is required.
    public var required: Set<CheckReport.Kind>
    /// The declared schema: ``SchemaSource/model``, or one in SQL; `nil` if there is none.
    public var model: SchemaSource?
    /// The revisions that are looked at, such as ``MigrationEngine/newRevisions(since:)``; `nil` for all.
    ///
    /// ``CheckReport/Kind/heads``, ``CheckReport/Kind/drift`` and ``CheckReport/Kind/model`` are about all of them and
    /// look at all; so do the rules about version rows that no revision explains.
    public var revisions: Set<RevisionID>?
    /// Which part of schemas is compared.
    public var schema: SchemaOptions
    /// Why there is no empty database, where none is given.
    package var whyNoScratch: String?

    /// Creates options: every gate at its default.
    public init(
        _ gates: [CheckReport.Kind: Gate] = [:],
        required: Set<CheckReport.Kind> = [],
        model: SchemaSource? = nil,
        schema: SchemaOptions = SchemaOptions()
    ) {
        self.gates = gates
        self.required = required
        self.model = model
        self.schema = schema
    }

    /// What a gate does.
    public subscript(_ kind: CheckReport.Kind) -> Gate {
        if let gate = gates[kind] { return gate }
        switch kind {
        case .drift: return .warn
        case .offline: return .off
        case .pending, .heads, .edited, .irreversible, .payload, .broken, .model: return .error
        }
    }

    /// Whether a revision is looked at.
    func looks(at revision: RevisionID) -> Bool { revisions?.contains(revision) ?? true }

    /// Whether a gate looks.
    package func looks(at kind: CheckReport.Kind) -> Bool { self[kind] != .off || required.contains(kind) }

    /// The gates that look.
    var kinds: Set<CheckReport.Kind> { Set(CheckReport.Kind.allCases.filter(looks)) }
}
