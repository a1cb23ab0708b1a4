import MigrationDSL
import Database

extension Migrator {
    /// Makes the database count as being at some revisions, without running anything.
    ///
    /// - Parameters:
    ///   - targets: Revisions, `heads`, or `base` for none; not relative ones.
    ///   - purge: Whether to forget all version rows first, unknown ones too; vouches for revisions that were edited
    ///     after they were applied.
    ///   - dryRun: Whether to plan only.
    /// - Returns: The rows that were removed and added.
    /// - Throws: ``MigratorError`` or `DatabaseError`; nothing is written then.
    @discardableResult
    public func stamp(_ targets: [String], purge: Bool = false, dryRun: Bool = false) async throws -> StampReport {
        try await withConnection { connection in
            let tables = EngineTables(settings)
            if dryRun {
                let rows = try await tables.versionTable.rows(connection) ?? []
                return report(try plan(targets, rows: rows, purge: purge), dryRun: true)
            }
            var report: StampReport?
            try await connection.transaction {
                try await tables.ensure(connection)
                let rows = try await tables.versionTable.rows(connection) ?? []
                let plan = try plan(targets, rows: rows, purge: purge)
                try await write(plan, purge: purge, tables, connection)
                report = self.report(plan, dryRun: false)
            }
            guard let report else { throw CancellationError() }
            return report
        }
    }

    private func plan(_ targets: [String], rows: [RevisionID], purge: Bool) throws(MigratorError) -> StampPlan {
        try Planner(revisions.graph).stamp(to: targets, rows: rows, purge: purge)
    }

    private func write(
        _ plan: StampPlan,
        purge: Bool,
        _ tables: EngineTables,
        _ connection: any DatabaseConnection
    ) async throws {
        if purge {
            try await tables.versionTable.replace(with: plan.rowsAfter, connection)
        } else {
            let change = VersionRowChange(removed: plan.removed, added: plan.added)
            try await tables.versionTable.apply(change, connection)
        }
        // A purge is journalled even if no row moves: it vouches for what is there.
        for revision in purge ? plan.rowsAfter : plan.added {
            var entry = Journal.Entry(
                revision: revision,
                direction: purge ? Journal.purge : Journal.stamp,
                startedAt: .now
            )
            entry.tag = settings.tag
            try await tables.journal.write(entry, connection)
        }
    }

    private func report(_ plan: StampPlan, dryRun: Bool) -> StampReport {
        StampReport(
            targets: plan.targets,
            isDryRun: dryRun,
            removed: plan.removed.map(\.rawValue),
            added: plan.added,
            heads: revisions.graph.inLoadOrder(plan.rowsAfter),
            eventsPending: 0
        )
    }
}
