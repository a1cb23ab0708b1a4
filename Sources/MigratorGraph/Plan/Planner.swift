public import MigrationDSL
public import MigratorCore

/// Makes plans from a graph and a database's version rows; touches no database.
public struct Planner: Sendable {
    /// The graph that the plans are about.
    public let graph: RevisionGraph

    /// Creates a planner.
    public init(_ graph: RevisionGraph) {
        self.graph = graph
    }

    var index: GraphIndex { graph.index }

    /// The steps that apply what `target` needs and the database lacks.
    ///
    /// A target that is applied already gives an empty plan.
    ///
    /// - Parameters:
    ///   - target: an identifier, `+N`, `label@+N`, `SYM+N`, `SYM-N` or one of these after `label@`.
    ///   - rows: the version rows.
    /// - Returns: the plan; empty if nothing is missing.
    /// - Throws: `unknownRevision`, `ambiguousRevision`, `multipleHeads`, `invalidTarget`, and
    ///   `unknownDatabaseRevision` for rows that no revision explains.
    public func upgrade(to target: Target, rows: [RevisionID]) throws(MigratorError) -> Plan {
        try refuseRange(target)
        // An unknown row cannot be counted from, and has no other effect on the target.
        let known = graph.split(rows: rows).known.compactMap { index.positions[$0] }
        if target.countsFromRows { _ = try graph.positions(ofRows: rows) }
        let parser = TargetParser(resolver: Resolver(index: index), origin: .rows(known), clamping: false)
        let targets = try parser.upgradeTargets(target)
        try index.checkOverlap(targets)
        let current = try graph.positions(ofRows: rows)
        try index.checkRows(current)
        return upgrade(to: targets, named: target, from: current)
    }

    /// The steps that take back what stands on `target`, in whichever branch.
    ///
    /// - Parameters:
    ///   - target: an identifier, `base`, `-N`, `label@-N`, `SYM-N`, `SYM+N`; `label@` keeps to a branch.
    ///   - rows: the version rows.
    /// - Returns: the plan; empty if the target is a row already.
    /// - Throws: as ``upgrade(to:rows:)``; `notAncestor` if the target is not applied.
    public func downgrade(to target: Target, rows: [RevisionID]) throws(MigratorError) -> Plan {
        try refuseRange(target)
        let known = graph.split(rows: rows).known.compactMap { index.positions[$0] }
        if target.countsFromRows { _ = try graph.positions(ofRows: rows) }
        let parser = TargetParser(resolver: Resolver(index: index), origin: .rows(known), clamping: false)
        let (label, destination) = try parser.downgradeTarget(target)
        let roots = try self.roots(destination, label: label)
        let plan = try takeBack(roots, target: target, destination: destination, from: graph.positions(ofRows: rows))
        // Alembic does not look at a label that nothing needs to be narrowed by; a misspelt one must not pass.
        if let label { _ = try Resolver(index: index).branch(label) }
        return plan
    }

    package func upgrade(to targets: [Int], named target: Target, from rows: [Int]) -> Plan {
        let applied = index.downs.closure(of: rows)
        var reached = applied
        index.downs.mark(from: targets, in: &reached)
        for node in reached.indices where applied[node] { reached[node] = false }
        var tracker = RowTracker(index, applied: applied, rows: rows)
        let order = NewestFirst.order(reached, from: targets, in: index)
        let steps = order.reversed().map { node in
            Step(revision: index.id(node), direction: .upgrade, rowChange: tracker.apply(node))
        }
        return plan(.upgrade, target, steps, rows, tracker)
    }

    /// The first revisions to take back: everything that depends on one of these is taken back too.
    private func roots(_ destination: Resolver.Destination, label: String?) throws(MigratorError) -> [Int] {
        let roots = if case .revision(let node) = destination { Array(index.children[node]) } else { index.bases }
        guard let label, roots.count > 1 else { return roots }
        let branch = index.parents.closure(of: [try Resolver(index: index).branch(label)])
        let kept = roots.filter { branch[$0] }
        guard !kept.isEmpty else {
            throw MigratorError(
                .invalidTarget,
                "Not a valid downgrade target from current heads: branch '\(label)' does not pass through it"
            )
        }
        return kept
    }

    private func takeBack(
        _ roots: [Int],
        target: Target,
        destination: Resolver.Destination,
        from rows: [Int]
    ) throws(MigratorError) -> Plan {
        let applied = index.downs.closure(of: rows)
        var dropped = index.ups.closure(of: roots)
        for node in dropped.indices where !applied[node] { dropped[node] = false }
        if case .revision(let node) = destination, !rows.contains(node), !dropped.contains(true) {
            throw MigratorError(
                .notAncestor,
                "Destination \(target) is not a valid downgrade target from current head(s)",
                revision: index.id(node)
            )
        }
        var tracker = RowTracker(index, applied: applied, rows: rows)
        let steps = NewestFirst.order(dropped, from: rows, in: index).map { node in
            Step(revision: index.id(node), direction: .downgrade, rowChange: tracker.takeBack(node))
        }
        return plan(.downgrade, target, steps, rows, tracker)
    }

    private func plan(
        _ direction: Direction,
        _ target: Target,
        _ steps: [Step],
        _ rows: [Int],
        _ tracker: RowTracker
    ) -> Plan {
        let before = index.ids(rows)
        let after = steps.isEmpty ? before : index.ids(tracker.rows)
        return Plan(direction: direction, target: target, steps: steps, rowsBefore: before, rowsAfter: after)
    }
}
