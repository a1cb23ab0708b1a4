import MigrationDSL
import MigratorCore
import MigratorDialects
import MigratorGraph

extension Run {
    /// Plans and prepares the way to a target, and refuses what cannot be gone, before anything is run.
    ///
    /// With `dryRun` nothing is settled of what an earlier run has begun.
    func prepare(
        _ direction: Direction,
        to target: Target,
        from look: EngineTables.Look,
        dryRun: Bool
    ) async throws -> PreparedPlan {
        let rows = look.rows ?? []
        var plan = try plan(direction, to: target, rows: rows)
        if look.hasBegun { plan = try await goOn(with: plan, dryRun: dryRun) }
        try await Integrity(self).verify(
            rows: plan.rowsBefore,
            checksums: rows == plan.rowsBefore ? look.checksums : nil
        )
        let repeats =
            direction == .upgrade ? try await repeats(after: plan.rowsAfter, telling: !dryRun) : []
        let prepared = try PreparedPlan(plan, repeats, context)
        try await Integrity(self).verifyWidth(of: plan)
        try context.revisions.refuseLoss(in: plan, for: context.dialect, context.settings)
        try await checkNames(plan, prepared.steps)
        return prepared
    }

    /// Puts first what an earlier run has begun, or settles it as the operator says, or refuses to go past it.
    private func goOn(with plan: Plan, dryRun: Bool) async throws -> Plan {
        var plan = plan
        var unfinished = UnfinishedSteps(try await tables.journal.unfinished(connection))
        if !dryRun, let fate = context.settings.interruptedStatement {
            while let outside = unfinished.outside(of: plan) {
                try await settle(outside, as: fate)
                let rows = try await tables.versionTable.rows(connection) ?? []
                plan = try self.plan(plan.direction, to: plan.target, rows: rows)
                unfinished = UnfinishedSteps(try await tables.journal.unfinished(connection))
            }
        }
        let arranged = try unfinished.arrange(plan, context.planner)
        if let first = unfinished.first { context.observe(.stepResumed(first)) }
        return arranged
    }

    private func plan(_ direction: Direction, to target: Target, rows: [RevisionID]) throws(MigratorError) -> Plan {
        switch direction {
        case .upgrade: try context.planner.upgrade(to: target, rows: rows)
        case .downgrade: try context.planner.downgrade(to: target, rows: rows)
        }
    }
}
