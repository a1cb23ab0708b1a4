import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDialects
import MigratorGraph
import MigratorSafety
import MigratorSources

/// What the revisions before each revision have made, replayed along the graph without a database.
struct SafetyReplay {
    private let revisions: RevisionHistory
    private let preparation: LintPreparation
    private let linter: Linter
    /// What was made up to a revision and with it, kept as long as a revision that follows needs it.
    private var after: [RevisionID: Inventory] = [:]
    private var waiting: [RevisionID: Int] = [:]
    private var order: [RevisionID] = []

    init(_ revisions: RevisionHistory, _ preparation: LintPreparation, _ linter: Linter) throws(MigratorError) {
        self.revisions = revisions
        self.preparation = preparation
        self.linter = linter
        let heads = try revisions.graph.positions(ofRows: revisions.graph.effectiveHeads)
        order = Planner(revisions.graph).upgrade(to: heads, named: "heads", from: []).steps.map(\.revision)
        for id in order { for parent in parents(of: id) { waiting[parent, default: 0] += 1 } }
    }

    /// All revisions, each behind those that it needs.
    var steps: [RevisionID] { order }

    private func parents(of id: RevisionID) -> [RevisionID] {
        guard let node = revisions.graph[id] else { return [] }
        let needed = node.dependsOn.compactMap { try? revisions.graph.resolve($0, rows: []).first }
        return node.parents + needed
    }

    /// What is there when a revision begins.
    mutating func before(_ id: RevisionID) throws(MigratorError) -> Inventory {
        let parents = parents(of: id)
        guard let first = parents.first, var inventory = after[first] else {
            return Inventory(preparation.dialect)
        }
        if parents.count > 1 {
            // What the other parents have behind them, and the first has not.
            let known = ancestors(of: [first])
            let missing = ancestors(of: Array(parents.dropFirst())).subtracting(known)
            for id in order where missing.contains(id) { inventory = try replayed(id, on: inventory) }
        }
        for parent in parents { release(parent) }
        return inventory
    }

    private mutating func release(_ id: RevisionID) {
        waiting[id, default: 1] -= 1
        if waiting[id] == 0 { after[id] = nil }
    }

    private func ancestors(of ids: [RevisionID]) -> Set<RevisionID> {
        var found: Set<RevisionID> = []
        var open = ids
        while let id = open.popLast() {
            if found.insert(id).inserted { open += parents(of: id) }
        }
        return found
    }

    private func replayed(_ id: RevisionID, on inventory: Inventory) throws(MigratorError) -> Inventory {
        let revision = try preparation.revision(try revisions.revision(id), .upgrade)
        var scope = EffectScope(
            inventory,
            version: preparation.dialect.oldestServer,
            isTransaction: revision.isTransaction
        )
        _ = linter.effects(of: revision, in: &scope)
        return scope.inventory
    }

    /// Keeps what is there when a revision is done.
    mutating func keep(_ inventory: Inventory, after id: RevisionID) {
        if waiting[id, default: 0] > 0 { after[id] = inventory }
    }
}
