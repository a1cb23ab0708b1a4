import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// The values of enum types that are to be there before what uses them, and all other steps.
struct EnumValuesAhead {
    /// The steps of a revision of their own; empty where nothing uses a value that is added.
    private(set) var values: [Step] = []
    private(set) var others: [Step]

    init(_ steps: [Step], _ dialect: any Dialect) {
        others = steps
        guard dialect.generationRules.addsEnumValuesAhead else { return }
        let added = steps.flatMap(\.operations).compactMap { ($0.details as? AddEnumValue)?.value }
        guard !added.isEmpty else { return }
        let rest = steps.filter { !$0.addsValue }
        let text = rest.flatMap(\.operations).canonicalText { text, _ in text }
        let isUsed = added.contains { value in
            let literal = "'\(value.replacing("'", with: "''"))'"
            return text.contains(literal) || text.contains(" text=\(value.utf8.count):\(value)")
        }
        guard isUsed else { return }
        values = steps.filter(\.addsValue)
        others = rest
    }
}

extension Step {
    fileprivate var addsValue: Bool { operations.contains { $0.details is AddEnumValue } }
}
