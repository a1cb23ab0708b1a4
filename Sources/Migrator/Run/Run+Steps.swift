import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

extension Run {
    /// Does the steps of a plan under the lock, which it leaves to be released.
    mutating func carryOut(_ prepared: PreparedPlan) async throws -> (steps: [RunReport.Step], heads: [RevisionID]) {
        try await takeLock()
        try prepared.check(lock)
        if lock.isHeldBetweenTransactions { try await refuseUnfinished(before: prepared.plan) }
        let done = try await runAll(prepared)
        try await checkFile()
        return done
    }

    /// Does all steps, and plans again where others have moved the version rows meanwhile.
    private mutating func runAll(
        _ prepared: PreparedPlan
    ) async throws -> (steps: [RunReport.Step], heads: [RevisionID]) {
        let total = prepared.plan.steps.count + prepared.repeats.count
        var plan = prepared.plan
        var done: [RunReport.Step] = []
        // In one transaction with all others, if that is wished for; else when they are done.
        let isOne = context.settings.isSingleTransaction
        var left = (plan.steps + (isOne ? prepared.repeats : []))[...]
        var rows = plan.rowsBefore
        while !left.isEmpty {
            try Task.checkCancellation()
            let next = left.prefix(context.settings.isSingleTransaction ? left.count : 1)
            let steps = next.compactMap { step in prepared.steps[step.revision].map { (step, $0) } }
            let outcome: StepRun.Outcome
            do {
                let number = done.count + 1
                outcome = try await runNext(steps, expecting: rows, from: number, of: total)
            } catch let failure as StepFailure {
                let source = prepared.steps[failure.step.revision]?.revision.node.source
                throw RunFailure.describe(failure, after: done, rows: rows, source: source)
            }
            switch outcome {
            case .done(let reports):
                for report in reports { context.observe(.stepFinished(report)) }
                done += reports
                for step in next { rows = step.rowChange.applied(to: rows) }
                left = left.dropFirst(next.count)
            case .rowsMoved(let now):
                await context.delivery.noteOthers()
                plan = try context.planner.resume(plan, rows: now)
                let still = Set(plan.steps.map(\.revision))
                for step in left where !still.contains(step.revision) && !step.isRepeat {
                    context.observe(.stepSkipped(revision: step.revision))
                }
                left = plan.steps[...]
                rows = now
            }
        }
        try await repeatAll(prepared, rows: rows, total: total, &done)
        return (done, rows)
    }

    /// Runs what is due of the repeatables, once all else is done: others may have been faster.
    private mutating func repeatAll(
        _ prepared: PreparedPlan,
        rows: [RevisionID],
        total: Int,
        _ done: inout [RunReport.Step]
    ) async throws {
        guard !prepared.repeats.isEmpty else { return }
        let due = Set(try await repeats(after: rows).map(\.revision))
        for step in prepared.repeats where !done.contains(where: { $0.revision == step.revision }) {
            guard due.contains(step.revision), let work = prepared.steps[step.revision] else {
                context.observe(.stepSkipped(revision: step.revision))
                continue
            }
            try Task.checkCancellation()
            let outcome: StepRun.Outcome
            do {
                outcome = try await runNext([(step, work)], expecting: rows, from: done.count + 1, of: total)
            } catch let failure as StepFailure {
                throw RunFailure.describe(failure, after: done, rows: rows, source: work.revision.node.source)
            }
            switch outcome {
            case .done(let reports):
                for report in reports { context.observe(.stepFinished(report)) }
                done += reports
            case .rowsMoved(let now):
                // Another run has been faster, or leads on: its last run repeats them.
                context.observe(.stepSkipped(revision: step.revision))
                guard now.areAll(rows) else { return }
            }
        }
    }

    /// Does the steps that go together: all in one transaction, or one.
    private mutating func runNext(
        _ steps: [(step: Step, prepared: PreparedStep)],
        expecting rows: [RevisionID],
        from first: Int,
        of total: Int
    ) async throws -> StepRun.Outcome {
        let observe = context.observe
        let announce = { @Sendable (step: Step) in
            let index = steps.firstIndex { $0.step.revision == step.revision } ?? 0
            observe(
                .stepBegan(
                    revision: step.revision,
                    direction: step.direction,
                    message: steps[index].prepared.revision.node.message,
                    index: first + index,
                    total: total
                )
            )
        }
        do {
            let run = self
            return try await connection.together {
                if let (step, work) = steps.first, !work.revision.isTransactional {
                    return try await StatementRun(run, step, work, expecting: rows, announce: announce).run()
                }
                return try await StepRun(run, steps, expecting: rows, announce: announce).run()
            }
        } catch let unanswered as UnansweredCommit {
            return try await settle(unanswered)
        }
    }

    /// Finds out what became of a COMMIT: a server that lost its client still ends what it has begun, so the lock comes
    /// first and then the journal.
    private mutating func settle(_ unanswered: UnansweredCommit) async throws -> StepRun.Outcome {
        do {
            try await reconnect()
            if try await tables.journal.isDone(unanswered.uuid, connection) {
                await context.delivery.committed(unanswered.events, connection)
                return .done(unanswered.reports)
            }
        } catch {
            throw MigratorError(
                .databaseUnreachable,
                "the connection broke while revision \(unanswered.step.revision) was committed, and the server cannot "
                    + "be asked whether it was; the next run will know. Look at 'current' once it can be reached",
                revision: unanswered.step.revision,
                cause: error
            )
        }
        await context.delivery.rolledBack(unanswered.events)
        throw StepFailure(step: unanswered.step, cause: unanswered.cause)
    }
}
