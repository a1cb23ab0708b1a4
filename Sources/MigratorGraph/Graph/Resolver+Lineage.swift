import MigrationDSL
import MigratorCore

extension Resolver {
    /// Marks the ancestors and descendants of `nodes`, these included.
    func lineage(of nodes: [Int], withDependencies: Bool = false) -> [Bool] {
        let down = withDependencies ? index.downs : index.parents
        let up = withDependencies ? index.ups : index.children
        let below = down.closure(of: nodes)
        var marks = up.closure(of: nodes)
        for node in marks.indices where below[node] { marks[node] = true }
        return marks
    }

    /// The positions among `nodes` that are ancestors or descendants of the revision that `identifier` names.
    func filter(
        _ nodes: [Int],
        by identifier: String,
        withDependencies: Bool = false
    ) throws(MigratorError) -> [Int] {
        let branches = try branches(identifier)
        guard !branches.isEmpty else { return nodes }
        let lineage = lineage(of: branches, withDependencies: withDependencies)
        return nodes.filter { lineage[$0] }
    }

    /// Fails unless `node` is an ancestor or a descendant of the branch's revision.
    func check(_ node: Int, isOn label: String?) throws(MigratorError) {
        guard let label else { return }
        try check(node, isOn: label, at: try branch(label))
    }

    func check(_ node: Int, isOn label: String, at branch: Int) throws(MigratorError) {
        if node == branch || lineage(of: [branch])[node] { return }
        throw GraphError.unlocatable(
            "\(label)@\(index.id(node))",
            "revision \(index.id(node)) is not a member of branch '\(label)'"
        )
    }

    /// Goes `steps` up, or down if negative, by parents only; each step must be the only one possible.
    ///
    /// To begin at `.nowhere` is to begin below the bases when going up, and above the heads when going down. Going up
    /// keeps to the branch of `label`. A walk past the end of the graph stays there if `clamping`, or goes `.nowhere`.
    func walk(
        from start: Destination,
        steps: Int,
        label: String? = nil,
        clamping: Bool = false
    ) throws(MigratorError) -> Destination {
        let lineage: [Bool]? = if steps > 0, let label { try lineageToKeep(label) } else { nil }
        var destination = start
        var left = steps.magnitude
        while left > 0 {
            left -= 1
            var next = steps > 0 ? above(destination) : below(destination)
            if let lineage {
                next = next.filter { if case .revision(let node) = $0 { lineage[node] } else { true } }
            }
            guard let only = next.first else { return clamping ? destination : .nowhere }
            guard next.count == 1 else { throw ambiguousWalk(from: destination, to: next, up: steps > 0) }
            destination = only
        }
        return destination
    }

    private func lineageToKeep(_ label: String) throws(MigratorError) -> [Bool]? {
        let branches = try branches(label)
        return branches.isEmpty ? nil : lineage(of: branches)
    }

    private func above(_ destination: Destination) -> [Destination] {
        guard case .revision(let node) = destination else { return index.bases.map { .revision($0) } }
        return index.children[node].map { .revision($0) }
    }

    private func below(_ destination: Destination) -> [Destination] {
        switch destination {
        case .base: return []
        case .nowhere: return index.heads.map { .revision($0) }
        case .revision(let node):
            let parents = index.parents[node]
            return parents.isEmpty ? [.base] : parents.map { .revision($0) }
        }
    }

    private func ambiguousWalk(from destination: Destination, to next: [Destination], up: Bool) -> MigratorError {
        let origin =
            if case .revision(let node) = destination { index.id(node).rawValue } else { up ? "base" : "the heads" }
        let names = next.compactMap { if case .revision(let node) = $0 { index.id(node).rawValue } else { nil } }
        return MigratorError(
            .ambiguousRevision,
            "Ambiguous walk \(up ? "up" : "down") from \(origin): "
                + "\(names.joined(separator: ", ")); name the revision to go to"
        )
    }
}
