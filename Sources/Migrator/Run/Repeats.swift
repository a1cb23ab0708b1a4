import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

/// What runs again since its text has changed, once nothing of the history is missing.
extension Run {
    /// The steps of the repeatables that are due where a plan ends: none unless that is at all heads.
    ///
    /// - Parameters:
    ///   - rows: The version rows then.
    ///   - telling: Whether it is said which texts are older than what has run.
    /// - Returns: The steps, in order.
    /// - Throws: `DatabaseFailure` if the journal cannot be read.
    func repeats(after rows: [RevisionID], telling: Bool = false) async throws -> [Step] {
        let repeatables = context.revisions.repeatables
        guard !repeatables.isEmpty, context.planner.current(rows: rows).isAtHead else { return [] }
        let journal = try await tables.journal.repeats(connection)
        var steps: [Step] = []
        for (repeatable, state) in try journal.states(of: repeatables) {
            switch state {
            case .due: steps.append(Step(repeating: repeatable.id))
            case .done: break
            case .older:
                if telling { context.observe(.notice(DatabaseNotice(severity: "NOTICE", message: older(repeatable)))) }
            }
        }
        return steps
    }

    private func older(_ repeatable: any LoadedRevision) -> String {
        let name = Repeatable.name(of: repeatable.id) ?? ""
        return "the database has a newer text of \(name) than this program, which leaves it; to go back to this text, "
            + "change the word behind '-- repeatable:'"
    }

    /// Whether a repeatable was run by another process meanwhile, as its own transaction sees it.
    func isRepeated(_ step: Step) async throws -> Bool {
        guard Repeatable.name(of: step.revision) != nil, !lock.isHeldBetweenTransactions else { return false }
        let repeatable = try context.revisions.revision(step.revision)
        return try await tables.journal.repeats(connection).state(of: repeatable) != .due
    }
}

extension Step {
    /// The step that runs a repeatable: the version rows stay.
    init(repeating id: RevisionID) {
        self.init(revision: id, direction: .upgrade, rowChange: VersionRowChange(removed: [], added: []))
    }

    /// Whether it runs a repeatable.
    var isRepeat: Bool { Repeatable.name(of: revision) != nil }
}
