import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorGraph
import MigratorSchema
import MigratorSources

/// A part of a generated plan as a revision, which no file has yet.
struct PlannedRevision: LoadedRevision {
    let node: RevisionNode
    let isTransactional = true
    // Nobody else is on an empty database.
    let lockRules = LockRules(retries: 0)
    let payloads = PayloadLocator.folder(".")

    private let part: GeneratedPlan.Part

    /// - Parameters:
    ///   - part: The part.
    ///   - index: Its index among the parts of the plan.
    init(_ part: GeneratedPlan.Part, _ index: Int) {
        self.part = part
        node = RevisionNode(id: Self.id(index), parents: index == 0 ? [] : [Self.id(index - 1)])
    }

    static func id(_ index: Int) -> RevisionID { RevisionID("part\(index)") }

    /// A history of all parts.
    static func history(_ plan: GeneratedPlan) throws(MigratorError) -> RevisionHistory {
        try RevisionHistory(loaded: plan.parts.enumerated().map { PlannedRevision($0.element, $0.offset) })
    }

    var derivesDowngrade: Bool {
        if case .derived = part.downgrade { true } else { false }
    }

    func operations(
        _ direction: Direction,
        _ arguments: RevisionArguments,
        tag: String?,
        for kind: DatabaseKind
    ) throws(MigratorError) -> OperationList {
        .recorded(try operations(direction))
    }

    private func operations(_ direction: Direction) throws(MigratorError) -> [Operation] {
        guard direction == .downgrade else { return part.upgrade }
        switch part.draft {
        case .operations(let operations): return operations
        case .none(let reason): throw MigratorError(.irreversible, reason, revision: id)
        }
    }

    func checksum(_ direction: Direction) throws(MigratorError) -> String { Checksum.of(try operations(direction)) }

    func whyIrreversible() -> String? {
        guard case .none(let reason) = part.draft else { return nil }
        return reason
    }
}
