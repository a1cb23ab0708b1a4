import MigrationDSL
import Migrator
import MigratorCore
import MigratorGraph

/// The slow and plain meaning of version rows, to hold plans against.
struct AppliedModel {
    let downs: [RevisionID: Set<RevisionID>]

    init(_ graph: RevisionGraph) {
        downs = Dictionary(
            uniqueKeysWithValues: graph.revisions.map { node in
                (node.id, Set(node.parents + graph.dependencies(of: node.id)))
            }
        )
    }

    /// What rows stand for: themselves and everything below.
    func applied(_ rows: Set<RevisionID>) -> Set<RevisionID> {
        var applied: Set<RevisionID> = []
        var pending = Array(rows)
        while let next = pending.popLast() {
            guard applied.insert(next).inserted else { continue }
            pending += downs[next] ?? []
        }
        return applied
    }

    /// The rows that stand for a set of applied revisions.
    func maximal(of applied: Set<RevisionID>) -> Set<RevisionID> {
        applied.subtracting(applied.flatMap { downs[$0] ?? [] })
    }

    func rowsAfterEachStep(of plan: Plan) -> [Set<RevisionID>] {
        var rows = Set(plan.rowsBefore)
        return plan.steps.map { step in
            rows.subtract(step.rowChange.removed)
            rows.formUnion(step.rowChange.added)
            return rows
        }
    }

    /// What is wrong with a plan: a revision applied twice or too early, or rows that are not the maximal ones.
    func problem(of plan: Plan) -> String? {
        var applied = applied(Set(plan.rowsBefore))
        var rows = Set(plan.rowsBefore)
        for step in plan.steps {
            let below = downs[step.revision] ?? []
            switch step.direction {
            case .upgrade:
                guard below.isSubset(of: applied) else { return "\(step.revision) comes before what it needs" }
                guard applied.insert(step.revision).inserted else { return "\(step.revision) is applied already" }
            case .downgrade:
                guard applied.remove(step.revision) != nil else { return "\(step.revision) is not applied" }
                guard applied.allSatisfy({ !(downs[$0] ?? []).contains(step.revision) }) else {
                    return "\(step.revision) goes before what needs it"
                }
            }
            let change = step.rowChange
            guard Set(change.removed).isSubset(of: rows) else { return "\(step.revision) removes rows not there" }
            rows.subtract(change.removed)
            guard rows.isDisjoint(with: change.added) else { return "\(step.revision) adds rows already there" }
            rows.formUnion(change.added)
            guard rows == maximal(of: applied) else { return "rows \(rows) after \(step.revision)" }
        }
        return rows == Set(plan.rowsAfter) ? nil : "rows after: \(plan.rowsAfter), not \(rows)"
    }
}
