public import MigrationDSL
import MigratorSchema

/// What the file of a revision says beside its operations.
public struct RevisionHeading: Hashable, Sendable {
    /// The revision's id.
    public var id: RevisionID
    /// The revisions that it follows directly.
    public var parents: [RevisionID]
    /// Names for the branch that begins there.
    public var branchLabels: [String]
    /// Revisions of other branches that must be applied first, as they are written.
    public var dependsOn: [String]
    /// The message, on one line.
    public var message: String

    /// Creates a heading.
    public init(
        id: RevisionID,
        parents: [RevisionID] = [],
        branchLabels: [String] = [],
        dependsOn: [String] = [],
        message: String
    ) {
        self.id = id
        self.parents = parents
        self.branchLabels = branchLabels
        self.dependsOn = dependsOn
        self.message = message
    }
}

extension RevisionHeading {
    /// The revision of a file with this heading: to be filled in, or one that was generated.
    package func draft(_ generated: GeneratedRevision? = nil) -> RevisionDraft {
        RevisionDraft(
            id,
            parents: parents,
            branchLabels: branchLabels,
            dependsOn: dependsOn,
            message: message,
            upgrade: generated?.upgrade ?? [],
            downgrade: generated?.downgrade.draft ?? .operations([]),
            notes: generated?.notes ?? []
        )
    }
}

extension GeneratedRevision.Downgrade {
    fileprivate var draft: RevisionDraft.Downgrade {
        switch self {
        case .operations(let operations): .operations(operations)
        case .irreversible(let reason): .none(reason)
        }
    }

    /// The operations; none where there is no way back.
    var operations: [Operation] {
        switch self {
        case .operations(let operations): operations
        case .irreversible: []
        }
    }
}
