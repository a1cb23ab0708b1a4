import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorGraph

/// A revision written in SQL, wherever its text lies.
protocol SQLLoaded: LoadedRevision {
    /// The fields of the header.
    var header: SQLRevisionHeader { get }
    /// The location of the header's line that names it.
    var location: SourceLocation { get }

    /// The digest of a section; `nil` if there is no such section.
    func digest(of section: SQLSection) -> SQLDigest?

    /// The statements of a section.
    func statements(of section: SQLSection, for kind: DatabaseKind) throws(MigratorError) -> SQLStatements
}

extension SQLLoaded {
    var id: RevisionID { header.id }

    var node: RevisionNode {
        RevisionNode(
            id: header.id,
            parents: header.parents,
            dependsOn: header.dependsOn,
            branchLabels: header.branchLabels,
            message: header.message,
            source: location
        )
    }

    var isTransactional: Bool { header.isTransactional }
    var lockRules: LockRules { header.lockRules }
    var importedFrom: String? { header.importedFrom }
    private var hasDowngrade: Bool { digest(of: .downgrade) != nil }

    func operations(
        _ direction: Direction,
        _ arguments: RevisionArguments,
        tag: String?,
        for kind: DatabaseKind
    ) throws(MigratorError) -> OperationList {
        if direction == .downgrade, !hasDowngrade {
            throw MigratorError(.irreversible, noDowngrade, revision: id, location: location)
        }
        var statements = try statements(of: direction.section, for: kind)
        statements.take(arguments)
        return .file(statements)
    }

    private var noDowngrade: String {
        if let reason = header.irreversible { return "revision \(id) must not be downgraded: \(reason)" }
        return "revision \(id) cannot be downgraded: its file has no line '-- downgrade' with what undoes it below"
    }

    func whyIrreversible() -> String? { hasDowngrade || header.irreversible != nil ? nil : noDowngrade }

    func checksum(_ direction: Direction) -> String { digest(of: direction.section)?.description ?? "" }

    func hasChecksum(_ recorded: String, _ direction: Direction) -> Bool {
        digest(of: direction.section)?.isWritten(as: recorded) ?? recorded.isEmpty
    }
}

extension Direction {
    fileprivate var section: SQLSection { self == .upgrade ? .upgrade : .downgrade }
}
