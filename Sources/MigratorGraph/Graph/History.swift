import MigrationDSL
import MigratorCore
import MigratorSystem

/// Lists the revisions of a range.
struct History {
    let resolver: Resolver
    private var index: GraphIndex { resolver.index }

    /// All revisions between the two ends, these included, newest first; all there are if `range` is `nil`.
    func list(_ range: String?, rows: [Int]) throws(MigratorError) -> [Int] {
        let (lower, upper) = try ends(of: range)
        let targets = try self.targets(upper, from: lower, rows: rows)
        var start = try self.start(lower, to: upper, rows: rows)
        let required = index.downs.closure(of: targets)
        start = Array(Set(start)).sorted()
        guard start.allSatisfy({ required[$0] }) else { throw notAncestor(lower, upper) }
        try index.checkOverlap(targets)
        try index.checkOverlap(start)
        let below = index.downs.closure(of: start)
        var needed = required
        for node in needed.indices where below[node] { needed[node] = false }
        for node in start { needed[node] = true }
        if !start.isEmpty {
            let above = index.children.closure(of: start)
            for node in needed.indices where !above[node] { needed[node] = false }
        }
        let heads = targets.filter { needed[$0] } + unreached(needed, from: targets)
        return NewestFirst.order(needed, from: heads, in: index, isConvex: start.isEmpty)
    }

    /// The newest of what no target leads to by listed revisions alone.
    private func unreached(_ needed: [Bool], from targets: [Int]) -> [Int] {
        var reached = [Bool](repeating: false, count: index.count)
        var pending = targets.filter { needed[$0] }
        for node in pending { reached[node] = true }
        while let node = pending.popLast() {
            for below in index.orderingDowns[node] where needed[below] && !reached[below] {
                reached[below] = true
                pending.append(below)
            }
        }
        let left = needed.indices.filter { needed[$0] && !reached[$0] }
        guard !left.isEmpty else { return [] }
        let under = index.downs.closure(of: left.lazy.flatMap { index.downs[$0] })
        return left.filter { !under[$0] }
    }

    private func ends(of range: String?) throws(MigratorError) -> (lower: String, upper: String) {
        guard let range else { return ("base", "heads") }
        let ends = range.split(separator: ":", omittingEmptySubsequences: false)
        guard ends.count == 2 else {
            throw MigratorError(
                .invalidTarget,
                "History range requires [start]:[end], [start]:, or :[end]; '\(range)' is none of them"
            )
        }
        return (ends[0].isEmpty ? "base" : String(ends[0]), ends[1].isEmpty ? "heads" : String(ends[1]))
    }

    private func targets(_ upper: String, from lower: String, rows: [Int]) throws(MigratorError) -> [Int] {
        let targets: [Int]
        if upper == "current", !rows.isEmpty {
            targets = rows
        } else {
            let origin: TargetParser.Origin = lower == "current" ? .rows(rows) : .identifier(lower)
            let parser = TargetParser(resolver: resolver, origin: origin, clamping: true)
            targets = try parser.upgradeTargets(Target(upper == "current" ? "heads" : upper))
        }
        guard lower != "current", let at = lower.firstIndex(of: "@"), at > lower.startIndex else { return targets }
        // A range that begins on a branch ends on it too.
        let branch = String(lower[..<at])
        let node = try resolver.branch(branch)
        if index.labelPositions[ExactText(branch)] != nil {
            return targets.filter { index.labels(of: $0).hasExactly(branch) }
        }
        let lineage = resolver.lineage(of: [node])
        return targets.filter { lineage[$0] }
    }

    /// The revisions that a range begins with; none for `base`.
    private func start(_ lower: String, to upper: String, rows: [Int]) throws(MigratorError) -> [Int] {
        // Between the rows and the rows there is no range; 'current' is then read as a name.
        if lower == "current", upper != "current" { return rows }
        var nodes: [Int] = []
        for destination in try resolver.destinations(lower) {
            switch destination {
            case .revision(let node): nodes.append(node)
            case .base: throw notAncestor(lower, upper)
            case .nowhere:
                let origin: TargetParser.Origin = upper == "current" ? .rows(rows) : .identifier(upper)
                let parser = TargetParser(resolver: resolver, origin: origin, clamping: true)
                guard case .revision(let node) = try parser.downgradeTarget(Target(lower)).destination else {
                    return []
                }
                return [node]
            }
        }
        return nodes
    }

    private func notAncestor(_ lower: String, _ upper: String) -> MigratorError {
        MigratorError(
            .notAncestor,
            "Requested range \(lower):\(upper) does not refer to ancestor/descendant revisions along the same branch"
        )
    }
}
