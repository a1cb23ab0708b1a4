import MigrationDSL
import MigratorCore

extension TargetParser {
    /// The revision that `+N` counts from; `.nowhere` is below the bases.
    func startOfUpgrade(_ relative: RelativeTarget) throws(MigratorError) -> Resolver.Destination {
        var starts = try originNodes()
        if let label = relative.label {
            let applied = resolver.index.downs.closure(of: starts)
            starts = try resolver.filter(starts, by: label)
            if starts.isEmpty {
                // No row is on the branch: count from where the branch leaves what is applied.
                starts = try tips(of: applied, on: label)
            }
        }
        guard starts.count <= 1 else {
            try resolver.index.checkRows(starts, .ambiguousRevision)
            let names = GraphError.list(resolver.index.ids(starts))
            throw MigratorError(
                .ambiguousRevision,
                "Ambiguous upgrade from multiple current revisions (\(names)); "
                    + "name a branch, as in 'label@\(relative.text)'"
            )
        }
        return Self.destination(starts.first)
    }

    /// The revision that `-N` or `label@-N` counts from.
    func startOfDowngrade(_ relative: RelativeTarget) throws(MigratorError) -> Int {
        let index = resolver.index
        let current = try originNodes()
        var starts = current
        if let label = relative.label {
            starts = try resolver.filter(current, by: label)
            if starts.isEmpty {
                // A head that another row depends on is applied, though it has no row of its own.
                starts = try resolver.filter(index.tips(of: index.downs.closure(of: current)), by: label)
            }
            guard !starts.isEmpty else {
                _ = try resolver.branch(label)
                throw relative.shortfall("; nothing of branch '\(label)' is applied")
            }
        }
        guard let start = starts.first else { throw relative.shortfall("; nothing is applied") }
        guard starts.count == 1 else {
            try index.checkRows(starts, .ambiguousRevision)
            let names = GraphError.list(index.ids(starts))
            throw MigratorError(
                .ambiguousRevision,
                "Relative revision \(relative.text) is ambiguous with several current revisions (\(names)); "
                    + "name a branch, as in '\(index.id(start))@\(relative.text)'"
            )
        }
        return start
    }

    private func originNodes() throws(MigratorError) -> [Int] {
        switch origin {
        case .rows(let rows): return rows
        case .identifier(let identifier): return try resolver.revision(identifier).map { [$0] } ?? []
        }
    }

    /// The applied revisions of a branch that nothing applied of that branch stands on.
    private func tips(of applied: [Bool], on label: String) throws(MigratorError) -> [Int] {
        let index = resolver.index
        let nodes = try resolver.filter(applied.indices.filter { applied[$0] }, by: label)
        var isTip = [Bool](repeating: false, count: index.count)
        for node in nodes { isTip[node] = true }
        for node in nodes {
            for below in index.orderingDowns[node] { isTip[below] = false }
        }
        return nodes.filter { isTip[$0] }
    }
}

extension GraphIndex {
    /// The revisions of a set without a child in it.
    func tips(of set: [Bool]) -> [Int] {
        set.indices.filter { node in set[node] && !children[node].contains { set[$0] } }
    }

    /// The positions among `nodes` that others of them imply, and the rest, each in the order given.
    func implied(among nodes: [Int]) -> (implied: [Int], maximal: [Int]) {
        guard nodes.count > 1 else { return ([], nodes) }
        let below = downs.closure(of: nodes.lazy.flatMap { self.downs[$0] })
        return (nodes.filter { below[$0] }, nodes.filter { !below[$0] })
    }

    /// Fails if one version row is implied by another.
    func checkRows(_ rows: [Int], _ code: MigratorError.Code = .invalidTarget) throws(MigratorError) {
        let (implied, maximal) = implied(among: rows)
        guard !implied.isEmpty else { return }
        throw GraphError.overlappingRows(ids(implied), ids(maximal), code)
    }

    /// Fails if one of `nodes` is implied by another.
    func checkOverlap(_ nodes: [Int]) throws(MigratorError) {
        guard let node = implied(among: nodes).implied.first else { return }
        let above = ups.closure(of: [node])
        let others = Set(nodes.filter { above[$0] && $0 != node }).sorted()
        throw GraphError.overlap(id(node), ids(others))
    }
}
