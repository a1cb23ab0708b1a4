public import MigrationDSL

extension Planner {
    /// The change of rows that makes a database count as being at `targets`, without running anything.
    ///
    /// A target replaces the rows on its line, above or below it, and leaves the others. `base` removes rows: all,
    /// or after `label@` those of the branch.
    ///
    /// - Parameters:
    ///   - targets: identifiers; relative ones have no meaning here.
    ///   - rows: the version rows.
    ///   - purge: whether to forget all rows first, unknown ones too.
    /// - Returns: the rows to remove and to add.
    /// - Throws: `unknownRevision`, `ambiguousRevision`, `multipleHeads`, `invalidTarget` for targets that cannot take
    ///   the rows' place together, and `unknownDatabaseRevision` for rows that no revision explains.
    public func stamp(to targets: [String], rows: [RevisionID], purge: Bool = false) throws(MigratorError) -> StampPlan
    {
        let targets = targets.isEmpty ? ["base"] : targets
        let unknown = graph.split(rows: rows).unknown
        guard purge || unknown.isEmpty else { throw UnknownRows.error(unknown, UnknownRows.purging) }
        let current = purge ? [] : try graph.positions(ofRows: rows)
        let after = index.ids(try stamped(targets, over: current))
        let before = graph.split(rows: rows)
        let had = before.known + before.unknown
        let kept = Set(after)
        let held = Set(had)
        return StampPlan(
            targets: targets,
            removed: had.filter { !kept.contains($0) },
            added: after.filter { !held.contains($0) },
            rowsAfter: after
        )
    }

    /// The rows afterwards.
    private func stamped(_ targets: [String], over current: [Int]) throws(MigratorError) -> [Int] {
        let resolver = Resolver(index: index)
        var wanted: [Int] = []
        var onTheirLines: Set<Int> = []
        for target in targets {
            if RelativeTarget(target) != nil {
                let reason = "it is relative; a stamp needs a revision, 'heads' or 'base'"
                throw GraphError.unlocatable(target, reason)
            }
            onTheirLines.formUnion(try resolver.filter(current, by: target, withDependencies: true))
        }
        for target in targets {
            for place in try resolver.places(target) {
                if case .revision(let node) = place { wanted.append(node) }
            }
        }
        let replaced = current.filter { onTheirLines.contains($0) }
        var rows = StampedRows(current)
        guard !wanted.isEmpty else {
            rows.remove(replaced)
            return rows.list
        }
        let below = index.downs.closure(of: replaced)
        let above = index.ups.closure(of: replaced)
        var seen = onTheirLines
        for node in wanted where seen.insert(node).inserted {
            let replaces = below[node] || above[node]
            let fits =
                switch (replaces, rows.holdsAll(replaced)) {
                case (true, true): !(below[node] && above[node]) && rows.replace(replaced, by: node)
                // An earlier target took these rows' place: one above them is a row of its own then.
                case (true, false): above[node] && !below[node] && rows.insert(node)
                case (false, _): rows.insert(node)
                }
            guard fits else {
                throw MigratorError(
                    .invalidTarget,
                    "Revision \(index.id(node)) cannot be stamped with the other targets and the current rows: "
                        + "one implies another",
                    revision: index.id(node)
                )
            }
        }
        return rows.list
    }
}

/// The version rows while targets are stamped one after the other.
private struct StampedRows {
    private(set) var list: [Int]
    private var set: Set<Int>

    init(_ rows: [Int]) {
        list = rows
        set = Set(rows)
    }

    func holdsAll(_ rows: [Int]) -> Bool {
        rows.allSatisfy { set.contains($0) }
    }

    mutating func insert(_ node: Int) -> Bool {
        guard set.insert(node).inserted else { return false }
        list.append(node)
        return true
    }

    mutating func remove(_ rows: [Int]) {
        set.subtract(rows)
        list.removeAll { !set.contains($0) }
    }

    mutating func replace(_ rows: [Int], by node: Int) -> Bool {
        remove(rows)
        return insert(node)
    }
}
