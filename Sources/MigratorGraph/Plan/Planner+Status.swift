public import MigrationDSL

extension Planner {
    /// How far a database with these version rows is; rows that no revision explains are set aside, not an error.
    public func current(rows: [RevisionID]) -> RevisionStatus {
        let (known, unknown) = graph.split(rows: rows)
        let positions = known.compactMap { index.positions[$0] }
        let applied = index.downs.closure(of: positions)
        var isRow = [Bool](repeating: false, count: index.count)
        for node in positions { isRow[node] = true }
        let implied = index.tips(of: applied).filter { !isRow[$0] }
        let plan = upgrade(to: index.effectiveHeads, named: "heads", from: positions)
        return RevisionStatus(
            rows: known,
            unknown: unknown,
            implied: index.ids(implied),
            pending: plan.steps.map(\.revision)
        )
    }
}
