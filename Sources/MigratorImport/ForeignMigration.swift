package import MigrationDSL

/// What a project of another tool says of one of its migrations.
package struct ForeignMigration: Sendable {
    /// The id that the revision is to have.
    package var id: RevisionID
    /// What the tool's own table calls it; several where it stands for all that was run so far.
    package var keys: [String]
    /// What it does, in a line.
    package var message: String
    /// The revisions that it follows; `nil` for the one before it in the project's order.
    package var parents: [RevisionID]?
    /// The labels of branches, and revisions of other branches that come first.
    package var branchLabels: [String] = []
    package var dependsOn: [String] = []
    /// The file that it is, for what is said of all of it.
    package var file: String
    /// What it does.
    package var upgrade: Script
    /// What takes it back.
    package var downgrade: Script
    /// Whether the tool runs it in a transaction.
    package var isTransactional = true

    /// The text of a direction.
    package enum Script: Sendable {
        case text(ForeignText)
        /// There is none, and why.
        case none(String)
        /// There is one, and it cannot be turned into SQL that a revision may hold.
        case left(ImportFinding)
    }

    package init(
        id: RevisionID,
        keys: [String],
        message: String,
        file: String,
        upgrade: Script,
        downgrade: Script,
        isTransactional: Bool = true
    ) {
        self.id = id
        self.keys = keys
        self.message = message
        self.file = file
        self.upgrade = upgrade
        self.downgrade = downgrade
        self.isTransactional = isTransactional
    }
}

/// Something of a project that did not become a revision, or not all of it.
package struct ImportFinding: Hashable, Sendable {
    /// The path of the file in the project.
    package let file: String
    /// The line, from 1; `nil` for the whole file.
    package let line: Int?
    /// Why, and what to do.
    package let reason: String

    package init(file: String, line: Int? = nil, _ reason: String) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    /// The place, as messages show it.
    package var place: String { line.map { "\(file):\($0)" } ?? file }
}
