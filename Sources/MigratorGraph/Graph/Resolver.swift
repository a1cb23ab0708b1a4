import MigrationDSL
import MigratorCore
import MigratorSystem

/// Turns identifiers into destinations of a graph, as Alembic reads them.
struct Resolver {
    let index: GraphIndex

    /// The end of an identifier or a walk: a revision, the base, or nothing.
    enum Destination: Hashable {
        /// A revision.
        case revision(Int)
        /// Below the first revision.
        case base
        /// Nowhere: a walk went past the end, or the identifier stands for no revision.
        case nowhere
    }

    /// The parts of an identifier before any name in it is looked up.
    private enum Symbol {
        case revisions([Int])
        case name(String)
    }

    /// All revisions that `identifier` stands for.
    func destinations(_ identifier: String) throws(MigratorError) -> [Destination] {
        let (symbol, label) = try symbol(identifier)
        switch symbol {
        case .revisions(let nodes):
            for node in nodes { try check(node, isOn: label) }
            if nodes.isEmpty, let label { _ = try branch(label) }
            return nodes.map { .revision($0) }
        case .name(let name):
            if let steps = Int(name), steps < 0 { return try belowHeads(steps, label) }
            return [.revision(try revision(named: name, on: label))]
        }
    }

    /// The one revision that `identifier` stands for; `nil` for `base`.
    func revision(_ identifier: String) throws(MigratorError) -> Int? {
        let (symbol, label) = try symbol(identifier)
        switch symbol {
        case .revisions(let nodes):
            guard nodes.count <= 1 else { throw GraphError.multipleHeads(index.ids(nodes), identifier) }
            if let node = nodes.first { try check(node, isOn: label) }
            if nodes.isEmpty, let label { _ = try branch(label) }
            return nodes.first
        case .name(let name):
            return try revision(named: name, on: label)
        }
    }

    /// The revision that a branch label, or an identifier used as one, stands for.
    func branch(_ label: String) throws(MigratorError) -> Int {
        if let node = index.exact(label) { return node }
        do {
            return try revision(named: label, on: nil)
        } catch {
            throw MigratorError(error.code, "No such branch: '\(label)'. \(error.message)")
        }
    }

    /// The revision whose id or label is `name` or, alone among those of the branch, begins with it.
    func revision(named name: String, on label: String?) throws(MigratorError) -> Int {
        let branch: Int? = if let label { try branch(label) } else { nil }
        if let node = index.exact(name) {
            if let label, let branch { try check(node, isOn: label, at: branch) }
            return node
        }
        guard !name.isEmpty else { throw GraphError.unlocatable(name, "it is empty") }
        let lineage = branch.map { self.lineage(of: [$0]) }
        var matches: [(name: String, node: Int)] = []
        for (key, node) in index.keys where key.hasUTF8Prefix(name) && key.isLongerThanThreeCharacters {
            guard lineage.map({ $0[node] }) ?? true else { continue }
            matches.append((key, node))
        }
        guard let match = matches.first else { throw GraphError.noMatch(name, on: label, in: index) }
        guard matches.count == 1 else { throw GraphError.ambiguous(name, matches.map(\.name)) }
        return match.node
    }

    /// As ``revision(named:on:)``, but if no other begins with `name`, one that is not of the branch will do.
    func revision(named name: String, rather label: String?) throws(MigratorError) -> Int {
        guard let label else { return try revision(named: name, on: nil) }
        do throws(MigratorError) {
            return try revision(named: name, on: label)
        } catch {
            guard let node = try? revision(named: name, on: nil) else { throw error }
            return node
        }
    }

    /// The one revision that `symbol` stands for, or `nil` for `base`; of several that begin so, the branch's is meant.
    func revision(_ symbol: String, rather label: String?) throws(MigratorError) -> Int? {
        if let label, case (.name(let name), nil) = try self.symbol(symbol) {
            return try revision(named: name, rather: label)
        }
        return try revision(symbol)
    }

    private func symbol(_ identifier: String) throws(MigratorError) -> (Symbol, label: String?) {
        var label: String?
        var rest = identifier
        if let at = identifier.firstIndex(of: "@") {
            label = String(identifier[..<at])
            rest = String(identifier[identifier.index(after: at)...])
        }
        if let text = label, text.isEmpty { label = nil }
        switch rest {
        case "heads":
            guard let label else { return (.revisions(index.effectiveHeads), nil) }
            return (.revisions(try filter(index.heads, by: label)), label)
        case "head":
            var heads = index.heads
            if let label { heads = try filter(heads, by: label) }
            guard heads.count <= 1 else { throw GraphError.multipleHeads(index.ids(heads), identifier) }
            return (.revisions(heads), label)
        case "base":
            return (.revisions([]), label)
        default:
            return (.name(rest), label)
        }
    }

    /// `-N` where there are no rows to count from: counted from the heads.
    private func belowHeads(_ steps: Int, _ label: String?) throws(MigratorError) -> [Destination] {
        var heads = index.effectiveHeads
        if let label {
            _ = try branch(label)
            heads = heads.filter { index.labels(of: $0).hasExactly(label) }
        }
        var destinations: [Destination] = []
        for head in heads { destinations.append(try walk(from: .revision(head), steps: steps)) }
        return destinations
    }

    /// The branches that an identifier narrows to; empty if it narrows nothing.
    func branches(_ identifier: String) throws(MigratorError) -> [Int] {
        let (symbol, label) = try symbol(identifier)
        var branches: [Int] = []
        if let label { branches.append(try revision(named: label, on: nil)) }
        switch symbol {
        case .revisions(let nodes): branches += nodes
        case .name(let name): branches.append(try revision(named: name, rather: label))
        }
        return branches
    }
}
