import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorGraph

@testable import MigratorSources

/// A revision that is a value: what a generator recorded.
struct GeneratedRevision: LoadedRevision {
    let node: RevisionNode
    let isTransactional: Bool
    let upgrade: [Operation]
    /// What undoes it, where the operations themselves do not say.
    let downgrade: [Operation]?

    var lockRules: LockRules { LockRules() }
    var payloads: PayloadLocator { .folder("/") }

    func operations(
        _ direction: Direction,
        _ arguments: RevisionArguments,
        tag: String?,
        for kind: DatabaseKind
    ) throws(MigratorError) -> OperationList {
        .recorded(try recorded(direction))
    }

    private func recorded(_ direction: Direction) throws(MigratorError) -> [Operation] {
        guard direction == .downgrade else { return upgrade }
        if let downgrade { return downgrade }
        do {
            return try upgrade.reversedOperations()
        } catch {
            throw MigratorError(.irreversible, "revision \(id) cannot be downgraded: \(error)", revision: id)
        }
    }

    func checksum(_ direction: Direction) throws(MigratorError) -> String {
        Checksum.of(try recorded(direction))
    }

    func whyIrreversible() throws(MigratorError) -> String? { nil }
}
