import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorGraph

/// A revision written in SQL and read from a folder.
///
/// A place among all of its folder: ten thousand of them need no memory of their own.
struct SQLRevision: LoadedRevision {
    private let entries: [SQLRevisionEntry]
    private let place: Int

    private init(_ entries: [SQLRevisionEntry], _ place: Int) {
        self.entries = entries
        self.place = place
    }

    /// The revisions of a folder.
    static func all(_ entries: [SQLRevisionEntry]) -> some Collection<SQLRevision> {
        entries.indices.lazy.map { SQLRevision(entries, $0) }
    }

    private var entry: SQLRevisionEntry { entries[place] }

    var id: RevisionID { entry.id }

    var node: RevisionNode {
        RevisionNode(
            id: entry.id,
            parents: entry.parents,
            dependsOn: entry.dependsOn,
            branchLabels: entry.branchLabels,
            message: entry.message,
            source: entry.location
        )
    }

    var isTransactional: Bool { entry.isTransactional }
    var lockRules: LockRules { entry.header.lockRules }
    var payloads: PayloadLocator { .folder(entry.folder) }

    func operations(
        _ direction: Direction,
        _ arguments: RevisionArguments,
        tag: String?,
        for kind: DatabaseKind
    ) throws(MigratorError) -> OperationList {
        if direction == .downgrade, !entry.hasDowngrade {
            throw MigratorError(.irreversible, noDowngrade, revision: id, location: entry.location)
        }
        return .file(try entry.statements(of: direction == .upgrade ? .upgrade : .downgrade, for: kind))
    }

    private var noDowngrade: String {
        "revision \(id) cannot be downgraded: its file has no line '-- downgrade' with what undoes it below"
    }

    func whyIrreversible() -> String? {
        entry.hasDowngrade ? nil : noDowngrade
    }

    func checksum(_ direction: Direction) throws(MigratorError) -> String {
        digest(direction)?.description ?? ""
    }

    func hasChecksum(_ recorded: String, _ direction: Direction) -> Bool {
        digest(direction)?.isWritten(as: recorded) ?? recorded.isEmpty
    }

    private func digest(_ direction: Direction) -> SQLDigest? {
        direction == .upgrade ? entry.upgradeDigest : entry.downgradeDigest
    }
}
