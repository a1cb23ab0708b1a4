import Foundation
import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import Testing

/// The cases of diff-cases.jsonl, as far as they are about reading.
struct SQLiteDiffCaseTests {
    @Test(arguments: try SchemaCase.all())
    func isReadWithoutALoss(_ schemaCase: SchemaCase) async throws {
        for sql in [schemaCase.before_sql, schemaCase.after_sql] {
            let read = try await Self.objects(sql)
            // What had no name has one when it is made of its value.
            let made = try await SQLiteReflectionBench(making: read).objects()
            let again = try await SQLiteReflectionBench(making: made).objects()
            #expect(made.map(\.reference) == read.map(\.reference))
            #expect(again == made)
        }
    }

    /// Cases in which two spellings mean the same, which can be told without a comparison of expressions.
    private static let alike: Set<String> = [
        "sl-default-paren-function", "sl-autoincrement-word-in-comment", "sl-options-order",
        "sl-unique-inline-vs-table",
        "sl-unique-order", "sl-check-nasty-text", "sl-generated-hidden", "sl-names-quoting",
        "sl-text-head-and-comments",
        "sl-fts5-shadow-tables", "sl-internal-tables", "sl-fk-to-missing-table", "both-unique-and-fk-unnamed",
        "both-reserved-words",
    ]

    @Test(arguments: try SchemaCase.all().filter { alike.contains($0.id) })
    func twoSpellingsAreReadAlike(_ schemaCase: SchemaCase) async throws {
        let before = try await Self.objects(schemaCase.before_sql).map(Self.canonical)
        let after = try await Self.objects(schemaCase.after_sql).map(Self.canonical)
        #expect(before == after)
    }

    private static func objects(_ sql: String) async throws -> [SchemaObject] {
        let statements = try StatementText.split(sql, for: .sqlite, transactional: true)
        return try await SQLiteReflectionBench(statements).objects()
    }

    /// The tokens of an object, its constraints in one order wherever they stand.
    private static func canonical(_ object: SchemaObject) -> String {
        var text = CanonicalText { sql, _ in SQLCanonical.text(of: sql, kind: .sqlite) }
        switch object {
        case .table(let table): table.spell(into: &text)
        case .index(let index): index.spell(into: &text)
        case .view(let view): view.spell(into: &text)
        case .trigger(let trigger): trigger.spell(into: &text)
        case .virtualTable(let table): table.spell(into: &text)
        default: return "\(object.reference)"
        }
        return text.text
    }
}

/// A line of diff-cases.jsonl: two schemas as statements.
struct SchemaCase: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let dialect: String
    let before_sql: String
    let after_sql: String

    var testDescription: String { id }

    /// The cases of SQLite.
    static func all(_ file: String = #filePath) throws -> [SchemaCase] {
        let fixtures = URL(filePath: file).appending(path: "../../Fixtures/diff-cases.jsonl").standardized
        let lines = try Data(contentsOf: fixtures).split(separator: UInt8(ascii: "\n"))
        return try lines.map { try JSONDecoder().decode(SchemaCase.self, from: $0) }.filter { $0.dialect != "postgres" }
    }
}
