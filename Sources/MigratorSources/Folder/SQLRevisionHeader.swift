package import MigrationDSL

/// What the header of a SQL revision says.
package struct SQLRevisionHeader: Hashable, Sendable {
    /// The identifier.
    package var id: RevisionID
    /// The revisions that this one follows.
    package var parents: [RevisionID] = []
    /// The labels declared here.
    package var branchLabels: [String] = []
    /// What must be applied before, though on another branch: ids or branch labels.
    package var dependsOn: [String] = []
    /// What the revision does; without a `message` line, made from the file's name.
    package var message: String
    /// Whether the revision runs in a transaction.
    package var isTransactional = true
    /// What it says of waiting for locks.
    package var lockRules = LockRules()
    /// The line of the `revision` field, from 1.
    package var line: Int
}
