import MigrationDSL
import MigratorSystem

extension SQLiteDialect {
    /// The type that is written so: any other text is a type of its own.
    func readType(_ text: String, strict: Bool) -> ColumnType {
        let types = strict ? Self.strictTypes : Self.plainTypes
        if let type = types[ExactText(text)] { return type }
        guard !strict else { return .custom(text) }
        return Self.numbered(text).first { type($0).isExactly(text) } ?? .custom(text)
    }

    private static let plainTypes = read(
        [
            .smallInt, .integer, .bigInt, .real, .double, .decimal, .boolean, .text, .varchar, .bytes, .uuid, .json,
            .date, .time, .timeTZ, .timestamp, .timestampTZ,
        ],
        strict: false
    )

    // ANY is left out: it says no more of decimals than of anything else.
    private static let strictTypes = read([.integer, .double, .text, .bytes], strict: true)

    private static func read(_ types: [ColumnType], strict: Bool) -> [ExactText: ColumnType] {
        let dialect = SQLiteDialect(isTransactional: true)
        let texts = types.map { (ExactText(dialect.type($0, strict: strict)), $0) }
        return Dictionary(texts, uniquingKeysWith: { first, _ in first })
    }

    /// The types that have the numbers which stand in a text.
    private static func numbered(_ text: String) -> [ColumnType] {
        guard let open = text.firstIndex(of: "("), text.last == ")" else { return [] }
        let numbers = text[text.index(after: open)...].dropLast().split(separator: ", ").map { Int($0) }
        switch numbers.count {
        case 1: return numbers[0].map { [.string($0), .char($0)] } ?? []
        case 2: return numbers[0].flatMap { first in numbers[1].map { [.decimal(first, $0)] } } ?? []
        default: return []
        }
    }
}
