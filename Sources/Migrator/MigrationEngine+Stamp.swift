import CacheBridge
import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorOutbox
import MigratorSources

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension MigrationEngine {
    /// Makes the database count as being at some revisions, without running anything.
    ///
    /// - Parameters:
    ///   - targets: Revisions, `heads`, or `base` for none; not relative ones.
    ///   - purge: Whether to forget all version rows first, unknown ones too; vouches for revisions that were edited
    ///     after they were applied.
    ///   - dryRun: Whether to plan only.
    ///   - observe: Hears what happens, from any thread.
    /// - Returns: The rows that were removed and added.
    /// - Throws: `MigratorError` or `DatabaseFailure`; nothing is written then.
    @discardableResult
    public func stamp(
        _ targets: [String],
        purge: Bool = false,
        dryRun: Bool = false,
        observe: Observer? = nil
    ) async throws -> StampReport {
        try await withConnection(observe: observe) { connection in
            let run = try await Run(self, connection, observe: observe)
            let look = try await run.tables.look(caches.targets.map(\.name), connection)
            if dryRun {
                let plan = try plan(targets, rows: look.rows ?? [], purge: purge)
                _ = try await settled(by: plan, purge: purge, run)
                return report(plan, dryRun: true)
            }
            await run.context.delivery.begin(look.pending, connection)
            do {
                let done = try await run.underLock { run -> (StampPlan, [InvalidationEvent]) in
                    let rows = try await run.tables.versionTable.rows(connection) ?? []
                    let plan = try plan(targets, rows: rows, purge: purge)
                    for step in try await settled(by: plan, purge: purge, run) {
                        let void = run.tables.journal.settle(step, as: Journal.void, connection)
                        try await connection.execute(void.sql, void.parameters)
                    }
                    return (plan, try await write(plan, over: rows, purge: purge, run))
                }
                let waiting = await run.context.delivery.finish(connection)
                return report(done, dryRun: false, waiting: waiting)
            } catch {
                _ = await run.context.delivery.finish(connection)
                throw error
            }
        }
    }

    /// The unfinished steps that a stamp vouches for: all with a purge, else those that it says have ended.
    ///
    /// - Throws: `MigratorError` with code `.unfinishedStep` if there is another one.
    private func settled(by plan: StampPlan, purge: Bool, _ run: Run) async throws -> [UnfinishedStep] {
        let unfinished = try await run.tables.journal.unfinished(run.connection, mayBeMissing: true)
        guard !purge, !unfinished.isEmpty else { return unfinished }
        let applied = Set(run.context.planner.applied(plan.rowsAfter))
        let changes = Set(plan.added.map(\.rawValue) + plan.removed.map(\.rawValue))
        let open = unfinished.filter { step in
            changes.isEmpty || applied.contains(step.revision) != (step.direction == .upgrade)
        }
        guard open.isEmpty else { throw UnfinishedStep.error(open) }
        return unfinished
    }

    private func plan(_ targets: [String], rows: [RevisionID], purge: Bool) throws(MigratorError) -> StampPlan {
        try Planner(revisions.graph).stamp(to: targets, rows: rows, purge: purge)
    }

    /// Writes the rows, the journal and the event; returns the event if anything was written.
    private func write(
        _ plan: StampPlan,
        over rows: [RevisionID],
        purge: Bool,
        _ run: Run
    ) async throws -> [InvalidationEvent] {
        let (tables, connection) = (run.tables, run.connection)
        // A purge is journalled even if no row moves: it vouches for what is there.
        guard purge || !plan.isEmpty else { return [] }
        var others: [Outbox.Statement] = []
        var uuid = UUID()
        for revision in purge ? plan.rowsAfter : plan.added {
            var entry = Journal.Entry(
                revision: revision,
                direction: purge ? Journal.purge : Journal.stamp,
                startedAt: .now
            )
            entry.tag = settings.tag
            others.append(tables.journal.statement(for: entry, connection))
            uuid = entry.uuid
        }
        let event = run.stampEvent(uuid, plan.rowsAfter.last)
        others += try run.statements(writing: event)
        if purge {
            try await tables.versionTable.replace(with: plan.rowsAfter, others, connection)
        } else {
            let change = VersionRowChange(removed: plan.removed, added: plan.added)
            try await tables.versionTable.apply(change, to: rows, with: others, connection)
        }
        return [event]
    }

    private func report(_ plan: StampPlan, dryRun: Bool, waiting: Int = 0) -> StampReport {
        StampReport(
            targets: plan.targets,
            isDryRun: dryRun,
            removed: plan.removed.map(\.rawValue),
            added: plan.added,
            heads: revisions.graph.inLoadOrder(plan.rowsAfter),
            eventsPending: waiting
        )
    }
}
