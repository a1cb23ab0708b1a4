package import MigrationDSL
package import MigratorCore

extension Planner {
    /// The rest of a plan whose version rows have changed because other programs ran some of its steps.
    ///
    /// - Throws: ``MigratorError`` with code `.rowsMoved` if the rows have left the plan's path.
    package func resume(_ plan: Plan, rows: [RevisionID]) throws(MigratorError) -> Plan {
        let current = try graph.positions(ofRows: rows)
        let applied = index.downs.closure(of: current)
        let isUpgrade = plan.direction == .upgrade
        var now = applied
        var tracker = RowTracker(index, applied: applied, rows: current)
        var steps: [Step] = []
        for step in plan.steps {
            guard let node = index.positions[step.revision], now[node] != isUpgrade else { continue }
            let neighbours = isUpgrade ? index.downs[node] : index.ups[node]
            guard neighbours.allSatisfy({ now[$0] == isUpgrade }) else {
                let moved = rows.isEmpty ? "base" : rows.map(\.rawValue).joined(separator: ", ")
                throw MigratorError(
                    .rowsMoved,
                    "another program moved the version rows to \(moved) "
                        + "while this run was on its way to \(plan.target); look at 'current' and run the command again",
                    revision: step.revision
                )
            }
            let change = isUpgrade ? tracker.apply(node) : tracker.takeBack(node)
            steps.append(Step(revision: step.revision, direction: plan.direction, rowChange: change))
            now[node] = isUpgrade
        }
        return Plan(
            direction: plan.direction,
            target: plan.target,
            steps: steps,
            rowsBefore: rows,
            rowsAfter: steps.isEmpty ? rows : index.ids(tracker.rows)
        )
    }

    /// A plan with one of its steps first, which must be possible where the database stands.
    ///
    /// - Throws: ``MigratorError`` with code `.rowsMoved` if it is not.
    package func beginning(with revision: RevisionID, _ plan: Plan) throws(MigratorError) -> Plan {
        guard plan.steps.first?.revision != revision else { return plan }
        let steps = plan.steps.filter { $0.revision == revision } + plan.steps.filter { $0.revision != revision }
        let reordered = Plan(
            direction: plan.direction,
            target: plan.target,
            steps: steps,
            rowsBefore: plan.rowsBefore,
            rowsAfter: plan.rowsAfter
        )
        return try resume(reordered, rows: plan.rowsBefore)
    }

    /// The step of one revision from where the database stands.
    ///
    /// - Throws: ``MigratorError`` with code `.rowsMoved` if the revision cannot go there in one step.
    package func step(_ revision: RevisionID, _ direction: Direction, rows: [RevisionID]) throws(MigratorError) -> Step
    {
        let change = VersionRowChange(removed: [], added: [])
        let alone = Plan(
            direction: direction,
            target: Target(revision),
            steps: [Step(revision: revision, direction: direction, rowChange: change)],
            rowsBefore: rows,
            rowsAfter: rows
        )
        guard index.positions[revision] != nil else {
            throw MigratorError(.unknownRevision, "no such revision: \(revision)", revision: revision)
        }
        guard let step = try resume(alone, rows: rows).steps.first else {
            throw MigratorError(
                .rowsMoved,
                "the database is at \(rows.map(\.rawValue).joined(separator: ", ")), where there is no \(direction) of "
                    + "\(revision) to end",
                revision: revision
            )
        }
        return step
    }

    /// The revisions that these version rows say are applied.
    package func applied(_ rows: [RevisionID]) -> [RevisionID] {
        let closure = index.downs.closure(of: graph.split(rows: rows).known.compactMap { index.positions[$0] })
        return index.ids(closure.indices.filter { closure[$0] })
    }
}
