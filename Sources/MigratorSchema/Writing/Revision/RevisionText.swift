package import MigrationDSL

/// A revision, of which a file is written in Swift or in SQL.
package struct RevisionText: Sendable {
    /// The revision's id.
    package let id: RevisionID
    /// The revisions that it follows directly.
    package var parents: [RevisionID] = []
    /// Names for the branch that begins there.
    package var branchLabels: [String] = []
    /// Revisions of other branches that must be applied first, as they are written.
    package var dependsOn: [String] = []
    /// The message, on one line.
    package let message: String
    /// Whether all of it runs in one transaction.
    package var isTransactional = true
    /// The operations of the upgrade.
    package let upgrade: [Operation]
    /// The way back.
    package let downgrade: Downgrade

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
        message: String,
        upgrade: [Operation] = [],
        downgrade: Downgrade = .operations([])
    ) {
        self.id = id
        self.message = message
        self.upgrade = upgrade
        self.downgrade = downgrade
    }
}

extension RevisionText.Downgrade {
    /// The downgrade that is derived of an upgrade, or why there is none.
    package static func derived(from upgrade: [Operation]) -> RevisionText.Downgrade {
        do {
            return .operations(try upgrade.reversedOperations())
        } catch {
            return .none(error.description)
        }
    }
}
