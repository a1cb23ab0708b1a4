import MigrationDSL
import MigratorCore
import MigratorDialects
import MigratorGraph
import MigratorSources

/// A plan whose steps are recorded and rendered before the first runs: what cannot be done is known before anything is.
struct PreparedPlan: Sendable {
    let plan: Plan
    /// What runs again after the plan's steps, since its text has changed.
    let repeats: [Step]
    let steps: [RevisionID: PreparedStep]
    private let context: RunContext

    init(_ plan: Plan, _ repeats: [Step], _ context: RunContext) throws(MigratorError) {
        var steps: [RevisionID: PreparedStep] = [:]
        for step in plan.steps + repeats {
            steps[step.revision] = try PreparedStep(
                try context.revisions.revision(step.revision),
                step.direction,
                for: context.dialect,
                context.settings
            )
        }
        self.plan = plan
        self.repeats = repeats
        self.steps = steps
        self.context = context
    }

    /// Whether there is nothing to do.
    var isEmpty: Bool { plan.steps.isEmpty && repeats.isEmpty }

    // MARK: Refusals

    /// Refuses what the wish for one transaction does not allow, before anything is made.
    func checkSingleTransaction() throws(MigratorError) {
        guard context.settings.isSingleTransaction else { return }
        for step in plan.steps {
            guard let work = steps[step.revision] else { continue }
            let isTransactional = work.revision.isTransactional
            guard !isTransactional || !work.preludes.isEmpty else { continue }
            let what = isTransactional ? "uses a value that it adds to an enum type" : "cannot run in a transaction"
            throw MigratorError(
                .invalidRevision,
                "revision \(step.revision) \(what), and --single-transaction wants one transaction for all; "
                    + "go to the one before it first. Nothing was run",
                revision: step.revision
            )
        }
    }

    /// Refuses what the lock does not allow.
    func check(_ lock: any RunLock) throws(MigratorError) {
        for step in plan.steps {
            guard let work = steps[step.revision], !work.revision.isTransactional else { continue }
            guard context.dialect.needsLockBetweenTransactions, !lock.isHeldBetweenTransactions else { continue }
            throw MigratorError(
                .unsupportedByDialect,
                "revision \(step.revision) cannot run in a transaction, and a pooler lies between here and the server, "
                    + "over which no lock holds for longer than one; connect to the server itself. Nothing was run",
                revision: step.revision
            )
        }
    }

    // MARK: Reports

    /// What a dry run reports.
    func preview(waiting: Int) -> RunReport {
        let shown = (plan.steps + repeats).map { step in
            let items = steps[step.revision]?.work.flatMap(\.items) ?? []
            return RunReport.Step(
                revision: step.revision,
                direction: step.direction,
                message: steps[step.revision]?.revision.node.message ?? "",
                duration: .zero,
                statements: items.count,
                rows: 0,
                sql: items.map(\.script)
            )
        }
        return report(shown, heads: plan.rowsAfter, waiting: waiting, dryRun: true)
    }

    /// What a run reports that has done steps of the plan.
    func report(
        _ steps: [RunReport.Step],
        heads: [RevisionID],
        waiting: Int,
        dryRun: Bool = false
    ) -> RunReport {
        RunReport(
            direction: plan.direction,
            target: plan.target.text,
            isDryRun: dryRun,
            steps: steps,
            heads: context.revisions.graph.inLoadOrder(heads),
            eventsPending: waiting
        )
    }
}
