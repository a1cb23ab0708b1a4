import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// The values that are tried in a column, as literals.
struct SampleValues {
    private let types: SampleTypes
    private let dialect: any Dialect

    init(_ types: SampleTypes, _ dialect: any Dialect) {
        self.types = types
        self.dialect = dialect
    }

    /// The value of a column in a row, by the row's number; `nil` if none is known of its type.
    func usual(_ column: Column, of table: SampleTable, _ number: Int) -> String? {
        dialect.sample(of: column.type, number, types, in: table.table.sqliteOptions)
    }

    /// Texts that conditions often ask for.
    private static let texts = [
        "a", "A", "abc", "ABC", "1", "US", "en", "EUR", "a@example.com", "https://example.com", "2000-01-01", "#ffffff",
        "+41441234567", "1.0.0", "{}", "[]", "",
    ]

    /// The values that may keep the conditions, the likeliest first.
    func others(_ column: Column, of table: SampleTable, _ conditions: [SampleCondition], _ number: Int) -> [String] {
        var values: [String] = []
        let strings = conditions.flatMap(\.strings)
        let numbers = conditions.flatMap(\.numbers)
        switch family(of: column.type, table) {
        case .integer, .real, .decimal:
            let constants = numbers + strings.filter { Double($0) != nil }
            values += constants
            for constant in constants.compactMap({ Int($0) }) where abs(constant) < 1_000_000_000 {
                values += ["\(constant + 1)", "\(constant - 1)"]
            }
            values += ["0", "1", "2", "10", "100", "1000", "0.5"]
            // In quotes, as a literal with a sign is an expression.
            values += (constants.filter { !$0.hasPrefix("-") }.map { "-\($0)" } + ["-1"]).compactMap(literal)
        case .boolean: values += [dialect.truth(true), dialect.truth(false)]
        case .text, .filledText:
            values += rotated(strings, number).compactMap(literal)
            let sizes = numbers.compactMap { Int($0) }.filter { (1...500).contains($0) }
            values += sizes.compactMap { size in
                let text = String(repeating: "sample", count: size / 6 + 1) + "\(number + 1)"
                return literal(String(text.suffix(size)))
            }
            values += rotated(numbers, number).compactMap(literal)
            values += Self.texts.compactMap(literal)
        case .other:
            values += rotated(strings, number).compactMap(literal)
            values += (number + 1...number + 4).compactMap { usual(column, of: table, $0) }
            values += ["{}", "[]"].compactMap(literal)
        }
        values += [1, 2, 3, 5].compactMap { usual(column, of: table, number + $0) }
        if column.isNullable { values.append("NULL") }
        var seen: Set<ExactText> = []
        return values.filter { seen.insert(ExactText($0)).inserted }
    }

    private func literal(_ text: String) -> String? { try? dialect.string(text) }

    /// Another one first in each row, so that rows differ.
    private func rotated(_ texts: [String], _ number: Int) -> [String] {
        guard !texts.isEmpty else { return [] }
        let start = number % texts.count
        return Array(texts[start...] + texts[..<start])
    }

    private func family(of type: ColumnType, _ table: SampleTable) -> ComparedType.Family {
        let compared = dialect.comparedType(type, in: table.table.sqliteOptions)
        if case .domain(let domain)? = types[compared.text] { return family(of: domain.type, table) }
        return compared.family
    }
}
