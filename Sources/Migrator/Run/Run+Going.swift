import MigrationDSL
import MigratorCore
import MigratorDialects
import MigratorGraph

extension Run {
    /// Goes to a target, or with `dryRun` says how.
    mutating func go(_ direction: Direction, to target: Target, dryRun: Bool) async throws -> RunReport {
        let look =
            if let seen { seen } else { try await tables.look(context.targets, withChecksums: true, connection) }
        if !dryRun { await context.delivery.begin(look.pending, connection) }
        // A backlog may take its time, and nothing is begun after an interrupt.
        try Task.checkCancellation()
        let prepared = try await prepare(direction, to: target, from: look, dryRun: dryRun)
        if dryRun { return prepared.preview(waiting: look.pending.values.max() ?? 0) }
        context.observe(.planned(steps: prepared.plan.steps.count + prepared.repeats.count))
        try prepared.checkSingleTransaction()
        let lent = connection
        let outcome = await outcome(of: prepared)
        let waiting = await context.delivery.finish(connection)
        if connection !== lent { await connection.close() }
        let (steps, heads) = try outcome.get()
        var report = prepared.report(steps, heads: heads, waiting: waiting)
        report.payloads = await context.payloads.finish()
        return report
    }

    /// Carries out what is planned, lets go of the lock, and remembers where the database stands then.
    private mutating func outcome(
        of prepared: PreparedPlan
    ) async -> Result<(steps: [RunReport.Step], heads: [RevisionID]), any Error> {
        guard !prepared.isEmpty else { return .success(([], prepared.plan.rowsBefore)) }
        let outcome: Result<(steps: [RunReport.Step], heads: [RevisionID]), any Error>
        do {
            outcome = .success(try await carryOut(prepared))
        } catch {
            outcome = .failure(error)
        }
        await lock.release()
        if context.status?.isShared == false { await remember(atEnd: true) }
        return outcome
    }
}
