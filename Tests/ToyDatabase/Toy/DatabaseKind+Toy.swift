import MigratorDatabase

extension DatabaseKind {
    /// The toy database.
    static let toy = DatabaseKind(
        name: "toy",
        title: "ToyDB",
        rules: SQLRules(placeholders: .numbered(after: ":")),
        cells: CellRules(convertsZones: true, decimals: .double(digits: 15), numbersByAffinity: true),
        rooms: [ToyDialect(isTransactional: true), ToyOutbox(), ToyQueries()]
    )
}
