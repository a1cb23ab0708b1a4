package import MigrationDSL

/// A revision, of which a file is written in Swift or in SQL.
package struct RevisionDraft: Sendable {
    /// The revision's id.
    package let id: RevisionID
    /// The revisions that it follows directly.
    package let parents: [RevisionID]
    /// Names for the branch that begins there.
    package let branchLabels: [String]
    /// Revisions of other branches that must be applied first, as they are written.
    package let dependsOn: [String]
    /// The message, on one line.
    package let message: String
    /// Whether all of it runs in one transaction.
    package let isTransactional: Bool
    /// The operations of the upgrade.
    package let upgrade: [Operation]
    /// The way back.
    package let downgrade: Downgrade
    /// What the way back does not bring back, each in a sentence without its full stop.
    package let notes: [String]

    /// The way back of a revision.
    package enum Downgrade: Sendable {
        /// These operations; in Swift they are left to be derived if the upgrade reversed is the same.
        case operations([Operation])
        /// None, for a reason that is a sentence without its full stop.
        case none(String)
    }

    /// Creates a revision; without operations it is one to be filled in.
    package init(
        _ id: RevisionID,
        parents: [RevisionID] = [],
        branchLabels: [String] = [],
        dependsOn: [String] = [],
        message: String,
        isTransactional: Bool = true,
        upgrade: [Operation] = [],
        downgrade: Downgrade = .operations([]),
        notes: [String] = []
    ) {
        self.id = id
        self.parents = parents
        self.branchLabels = branchLabels
        self.dependsOn = dependsOn
        self.message = message
        self.isTransactional = isTransactional
        self.upgrade = upgrade
        self.downgrade = downgrade
        self.notes = notes
    }

    /// The notes as lines of a comment; none where there is no way back, which says why itself.
    var remarks: [String] {
        guard case .operations = downgrade else { return [] }
        return notes.map { note in SchemaText.line(note.prefix(1).uppercased() + note.dropFirst() + ".") }
    }
}

extension RevisionDraft.Downgrade {
    /// The downgrade that is derived of an upgrade, or why there is none.
    package static func derived(from upgrade: [Operation]) -> RevisionDraft.Downgrade {
        do {
            return .operations(try upgrade.reversedOperations())
        } catch {
            return .none(error.description)
        }
    }
}
