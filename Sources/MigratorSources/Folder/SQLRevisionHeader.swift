package import MigrationDSL

/// The fields in the header of a SQL revision.
package struct SQLRevisionHeader: Hashable, Sendable {
    /// The identifier.
    package var id: RevisionID
    /// The revisions that this one follows.
    package var parents: [RevisionID] = []
    /// The labels declared here.
    package var branchLabels: [String] = []
    /// The revisions on other branches that must be applied before: ids or branch labels.
    package var dependsOn: [String] = []
    /// The revision's message; without a `message` line, made from the file's name.
    package var message: String
    /// Whether the revision runs in a transaction.
    package var isTransactional = true
    /// The rules of waiting for locks.
    package var lockRules = LockRules()
    /// Why the revision cannot be taken back, if its author says so; it has no downgrade then.
    package var irreversible: String?
    /// The other tool that it comes from, and what that tool calls it.
    package var importedFrom: String?
    /// The word behind `repeatable`, perhaps empty, if it is no revision but runs again whenever its text has changed.
    package var repeatable: String?
    /// The line of the `revision` field, or of `repeatable`, from 1.
    package var line: Int
}
