import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorGraph

/// A revision written in Swift and compiled in.
struct CompiledRevision: LoadedRevision {
    let node: RevisionNode
    let isTransactional: Bool
    let lockRules: LockRules
    let payloads: PayloadLocator
    private let type: any Revision.Type

    init(_ entry: RevisionRegistry.Entry, in registry: RevisionRegistry) {
        let type = entry.type
        self.type = type
        node = RevisionNode(
            id: type.id,
            parents: type.parents,
            dependsOn: type.dependsOn.map(\.rawValue),
            branchLabels: type.branchLabels,
            message: entry.message,
            source: SourceLocation(file: "\(registry.sourceFolder)/\(entry.file)", line: entry.line)
        )
        isTransactional = type.transactional
        lockRules = LockRules(timeout: type.lockTimeout, retries: type.lockRetries)
        payloads = .compiled(registry, folder: entry.file.parentFolder)
    }

    private var declaredIrreversible: String? {
        (type as? any IrreversibleRevision.Type)?.irreversible
    }

    var derivesDowngrade: Bool { !(type is any ReversibleRevision.Type) && declaredIrreversible == nil }

    func whyIrreversible() throws(MigratorError) -> String? {
        guard declaredIrreversible == nil else { return nil }
        do {
            _ = try record(.downgrade)
            return nil
        } catch {
            guard error.code == .irreversible else { throw error }
            return error.message
        }
    }

    func operations(
        _ direction: Direction,
        _ arguments: RevisionArguments,
        tag: String?,
        for kind: DatabaseKind
    ) throws(MigratorError) -> OperationList {
        .recorded(try record(direction, arguments, tag: tag))
    }

    private func record(
        _ direction: Direction,
        _ arguments: RevisionArguments = RevisionArguments(),
        tag: String? = nil
    ) throws(MigratorError) -> [Operation] {
        let op = Operations(arguments: arguments, tag: tag)
        let revision = type.init()
        switch direction {
        case .upgrade:
            revision.upgrade(op)
            return op.recorded
        case .downgrade:
            if let reason = declaredIrreversible {
                throw MigratorError(
                    .irreversible,
                    "revision \(id) must not be downgraded: \(reason)",
                    revision: id,
                    location: node.source
                )
            }
            if let reversible = revision as? any ReversibleRevision {
                reversible.downgrade(op)
                return op.recorded
            }
            revision.upgrade(op)
            return try reversed(op.recorded)
        }
    }

    private func reversed(_ operations: [Operation]) throws(MigratorError) -> [Operation] {
        do {
            return try operations.reversedOperations()
        } catch {
            throw MigratorError(
                .irreversible,
                "revision \(id) cannot be downgraded: \(error)",
                revision: id,
                location: node.source
            )
        }
    }

    func checksum(_ direction: Direction) throws(MigratorError) -> String {
        Checksum.of(try record(direction))
    }
}

extension String {
    /// The folder part of a relative path; empty if it has none.
    var parentFolder: String {
        lastIndex(of: "/").map { String(self[..<$0]) } ?? ""
    }
}
