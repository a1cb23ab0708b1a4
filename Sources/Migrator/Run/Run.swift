import Database
import MigrationDSL

/// One run over one connection: reads the version rows, plans, and does the steps one transaction each.
struct Run {
    let revisions: RevisionHistory
    let settings: MigratorSettings
    let connection: any DatabaseConnection
    let observe: Migrator.Observer
    let tables: EngineTables

    init(
        _ migrator: Migrator,
        _ connection: any DatabaseConnection,
        observe: Migrator.Observer? = nil
    ) {
        revisions = migrator.revisions
        settings = migrator.settings
        self.connection = connection
        self.observe = observe ?? { _ in }
        tables = EngineTables(migrator.settings)
    }

    var planner: Planner { Planner(revisions.graph) }

    /// Goes to a target, or with `dryRun` says how.
    func go(_ direction: Direction, to target: String, dryRun: Bool) async throws -> RunReport {
        let rows = try await tables.versionTable.rows(connection) ?? []
        let plan = try plan(direction, to: target, rows: rows)
        try await Integrity(self).verify(rows: rows)
        let prepared = try prepare(plan)
        try await Integrity(self).verifyWidth(of: plan)
        if dryRun { return preview(plan, prepared) }
        observe(.planned(steps: plan.steps.count))
        return try await run(plan, prepared)
    }

    private func plan(_ direction: Direction, to target: String, rows: [RevisionID]) throws(MigratorError) -> Plan {
        switch direction {
        case .upgrade: try planner.upgrade(to: target, rows: rows)
        case .downgrade: try planner.downgrade(to: target, rows: rows)
        }
    }

    /// Records and renders all steps before the first runs: what cannot be done is known before anything is.
    private func prepare(_ plan: Plan) throws(MigratorError) -> [RevisionID: PreparedStep] {
        var prepared: [RevisionID: PreparedStep] = [:]
        for step in plan.steps {
            prepared[step.revision] = try PreparedStep(
                try revisions.revision(step.revision),
                step.direction,
                for: connection.kind,
                settings
            )
        }
        return prepared
    }

    private func preview(_ plan: Plan, _ prepared: [RevisionID: PreparedStep]) -> RunReport {
        let steps = plan.steps.map { step in
            let items = prepared[step.revision]?.work.flatMap(\.items) ?? []
            return RunReport.Step(
                revision: step.revision,
                direction: step.direction,
                message: prepared[step.revision]?.revision.node.message ?? "",
                duration: .zero,
                statements: items.count,
                rows: 0,
                sql: items.map(\.script)
            )
        }
        return report(plan, steps, heads: plan.rowsAfter, dryRun: true)
    }

    private func run(_ planned: Plan, _ prepared: [RevisionID: PreparedStep]) async throws -> RunReport {
        var plan = planned
        var done: [RunReport.Step] = []
        var rows = plan.rowsBefore
        var next = 0
        while next < plan.steps.count {
            let step = plan.steps[next]
            guard let work = prepared[step.revision] else { break }
            try Task.checkCancellation()
            observe(
                .stepBegan(
                    revision: step.revision,
                    direction: step.direction,
                    message: work.revision.node.message,
                    index: planned.steps.count - (plan.steps.count - next) + 1,
                    total: planned.steps.count
                )
            )
            do {
                let outcome = try await StepRun(self, step, work, expecting: rows).run()
                switch outcome {
                case .done(let report):
                    done.append(report)
                    observe(.stepFinished(report))
                    rows = step.rowChange.applied(to: rows)
                    next += 1
                case .rowsMoved(let now):
                    let before = plan.steps[next...].map(\.revision)
                    plan = try planner.resume(plan, rows: now)
                    let left = Set(plan.steps.map(\.revision))
                    for revision in before where !left.contains(revision) { observe(.stepSkipped(revision: revision)) }
                    rows = now
                    next = 0
                }
            } catch {
                throw RunFailure.describe(error, at: step, of: plan, after: done, rows: rows)
            }
        }
        return report(plan, done, heads: rows, dryRun: false)
    }

    private func report(_ plan: Plan, _ steps: [RunReport.Step], heads: [RevisionID], dryRun: Bool) -> RunReport {
        RunReport(
            direction: plan.direction,
            target: plan.target,
            isDryRun: dryRun,
            steps: steps,
            heads: revisions.graph.inLoadOrder(heads),
            eventsPending: 0
        )
    }
}

extension VersionRowChange {
    /// The rows after the change.
    func applied(to rows: [RevisionID]) -> [RevisionID] {
        rows.filter { !removed.contains($0) } + added
    }
}

extension RevisionGraph {
    /// These revisions in load order; unknown ones last, by their text.
    func inLoadOrder(_ ids: [RevisionID]) -> [RevisionID] {
        ids.sorted { left, right in
            switch (index.positions[left], index.positions[right]) {
            case (let left?, let right?): left < right
            case (_?, nil): true
            case (nil, _?): false
            case (nil, nil): left < right
            }
        }
    }
}
