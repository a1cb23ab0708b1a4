import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSystem

/// A condition that rows have to keep: the columns that it speaks of, and the constants in it, of which one may fit.
struct SampleCondition {
    /// The constraint's name; `nil` if it has none of its own.
    private let name: String?
    private let text: String
    /// The columns that it speaks of.
    private(set) var columns: [Column] = []
    /// The strings in it, without their quotes.
    private(set) var strings: [String] = []
    /// The numbers in it.
    private(set) var numbers: [String] = []

    private init(_ name: String?, _ text: String, _ kind: DatabaseKind, _ isMeant: (String) -> [Column]) {
        self.name = name
        self.text = text
        let bytes = Array(text.utf8)
        var lexer = SQLLexer(bytes, kind: kind)
        var seen: Set<ExactText> = []
        while let token = (try? lexer.next()) ?? nil {
            let word = String(decoding: bytes[token.start..<token.end], as: UTF8.self)
            switch token.kind {
            case .word: add(isMeant(word), &seen)
            case .quotedIdentifier: add(isMeant(Self.unquoted(word, "\"")), &seen)
            case .string where word.hasPrefix("'"): strings.append(Self.unquoted(word, "'"))
            case .number: numbers.append(word)
            default: break
            }
        }
    }

    private mutating func add(_ columns: [Column], _ seen: inout Set<ExactText>) {
        self.columns += columns.filter { seen.insert(ExactText($0.name)).inserted }
    }

    private static func unquoted(_ text: String, _ quote: Character) -> String {
        String(decoding: Array(text.utf8).dropFirst().dropLast(), as: UTF8.self)
            .replacing("\(quote)\(quote)", with: "\(quote)")
    }

    /// Whether the failure of a row is of this condition: SQLite names one without a name by its text.
    func isBroken(_ failure: DatabaseFailure) -> Bool {
        guard let constraint = failure.constraint else { return false }
        return constraint.isExactly(text) || name?.isExactly(constraint) == true
    }

    /// The conditions of a table: its checks, those of its columns' domains, and the shares of its partitions.
    static func all(
        of table: Table,
        _ columns: [Column],
        _ partitions: [String],
        _ types: SampleTypes,
        _ dialect: any Dialect
    ) -> [SampleCondition] {
        func named(_ word: String) -> [Column] {
            columns.filter { dialect.comparedName($0.name).isExactly(dialect.comparedName(word)) }
        }
        var conditions: [SampleCondition] = []
        for case .check(let check) in table.constraints {
            guard let text = dialect.text(check.expression) else { continue }
            conditions.append(SampleCondition(check.name, text, dialect.kind, named))
        }
        for column in columns {
            guard case .domain(let domain)? = types[dialect.comparedType(column.type, in: []).text] else { continue }
            for check in domain.checks {
                guard let text = dialect.text(check.expression) else { continue }
                let condition = SampleCondition(check.name, text, dialect.kind) { word in
                    word.lowercased() == "value" ? [column] : []
                }
                conditions.append(condition)
            }
        }
        if let key = table.partitionKey, !partitions.isEmpty {
            var condition = SampleCondition(nil, key, dialect.kind, named)
            for bounds in partitions {
                let found = SampleCondition(nil, bounds, dialect.kind) { _ in [] }
                condition.strings += found.strings
                condition.numbers += found.numbers
            }
            conditions.append(condition)
        }
        return conditions
    }
}
