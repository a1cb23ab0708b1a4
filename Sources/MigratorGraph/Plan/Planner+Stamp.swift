public import MigrationDSL
public import MigratorCore

extension Planner {
    /// The change of rows that makes a database count as being at `targets`, without running anything.
    ///
    /// A target replaces the rows on its line, above or below it, and leaves the others. `base` removes rows: all,
    /// or after `label@` those of the branch. Of rows of which one implies another, only the others are written.
    ///
    /// - Parameters:
    ///   - targets: identifiers; relative ones have no meaning here.
    ///   - rows: the version rows.
    ///   - purge: whether to forget all rows first, unknown ones too.
    /// - Returns: the rows to remove and to add.
    /// - Throws: `unknownRevision`, `ambiguousRevision`, `multipleHeads`, and `unknownDatabaseRevision` for rows that no
    ///   revision explains.
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
            for destination in try resolver.destinations(target) {
                if case .revision(let node) = destination { wanted.append(node) }
            }
        }
        let replaced = current.filter { onTheirLines.contains($0) }
        guard !wanted.isEmpty else {
            return index.implied(among: current.filter { !onTheirLines.contains($0) }).maximal
        }
        return maximal(stamped(wanted, over: current, replacing: replaced), asked: wanted)
    }

    /// The rows as Alembic leaves them: a new row above or below the rows on its line replaces these.
    private func stamped(_ wanted: [Int], over current: [Int], replacing replaced: [Int]) -> [Int] {
        let below = index.downs.closure(of: replaced)
        let above = index.ups.closure(of: replaced)
        var rows = current
        var seen = Set(replaced)
        var isReplaced = false
        for node in wanted where seen.insert(node).inserted {
            // A row that follows an earlier target, which replaced these rows, stays a row of its own.
            if !isReplaced, below[node] || above[node] {
                rows.removeAll { replaced.contains($0) }
                isReplaced = true
            }
            rows.append(node)
        }
        return rows
    }

    /// The rows that no other implies; a requested row is kept in any case.
    private func maximal(_ rows: [Int], asked: [Int]) -> [Int] {
        let asked = Set(asked).intersection(rows)
        let below = index.downs.closure(of: asked)
        let above = index.ups.closure(of: asked)
        return index.implied(among: rows.filter { asked.contains($0) || !(below[$0] || above[$0]) }).maximal
    }
}
