import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorGraph

/// A revision written in SQL and read from a folder.
///
/// It holds the index of its entry among those of its folder, so that ten thousand revisions need little memory.
struct SQLRevision: LoadedRevision {
    private let entries: [SQLRevisionEntry]
    private let index: Int

    private init(_ entries: [SQLRevisionEntry], _ index: Int) {
        self.entries = entries
        self.index = index
    }

    /// The revisions of a folder.
    static func all(_ entries: [SQLRevisionEntry]) -> some Collection<SQLRevision> {
        entries.indices.lazy.map { SQLRevision(entries, $0) }
    }

    private var entry: SQLRevisionEntry { entries[index] }

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
    var importedFrom: String? { entry.header.importedFrom }

    func operations(
        _ direction: Direction,
        _ arguments: RevisionArguments,
        tag: String?,
        for kind: DatabaseKind
    ) throws(MigratorError) -> OperationList {
        if direction == .downgrade, !entry.hasDowngrade {
            throw MigratorError(.irreversible, noDowngrade, revision: id, location: entry.location)
        }
        var statements = try entry.statements(of: direction == .upgrade ? .upgrade : .downgrade, for: kind)
        statements.take(arguments)
        return .file(statements)
    }

    private var noDowngrade: String {
        if let reason = entry.header.irreversible { return "revision \(id) must not be downgraded: \(reason)" }
        return "revision \(id) cannot be downgraded: its file has no line '-- downgrade' with what undoes it below"
    }

    func whyIrreversible() -> String? {
        entry.hasDowngrade || entry.header.irreversible != nil ? nil : noDowngrade
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
