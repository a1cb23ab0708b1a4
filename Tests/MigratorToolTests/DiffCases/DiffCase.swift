import Foundation
import MigratorDatabase
import MigratorTestSupport
import Testing

/// One line of diff-cases.jsonl, or of the file with more of them: two schemas in SQL, and what a comparison says.
struct DiffCase: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let dialect: String
    let expect: String
    let before: String
    let after: String
    /// The renames that are told on the way there, and on the way back.
    let renames: [String]?
    let back: [String]?

    private enum CodingKeys: String, CodingKey {
        case id, dialect, expect, renames, back
        case before = "before_sql"
        case after = "after_sql"
    }

    var testDescription: String { id }

    /// Whether the schemas differ.
    var isDifferent: Bool { !expect.hasPrefix("none") }

    /// Whether the difference takes data, or may fail or take long where there are rows.
    var isMarked: Bool { expect.contains("marked") || expect.contains("hazard") }

    /// The cases of one kind of database.
    static func all(_ kind: DatabaseKind, file: String = #filePath) throws -> [DiffCase] {
        let files = ["../../../MigratorSchemaTests/Fixtures/diff-cases.jsonl", "../../Fixtures/more-diff-cases.jsonl"]
        let lines = try files.flatMap { path in
            try Data(contentsOf: URL(filePath: file).appending(path: path).standardized)
                .split(separator: UInt8(ascii: "\n"))
        }
        let cases = try lines.map { try JSONDecoder().decode(DiffCase.self, from: $0) }
        return cases.filter { $0.dialect == "both" || $0.dialect == kind.name }
    }

    /// Some of the cases by this run's seed; all of them in a soak.
    static func some(_ kind: DatabaseKind, _ number: Int) throws -> [DiffCase] {
        var random = SeededRandom(Rounds.seed)
        let all = try all(kind)
        return Array(all.shuffled(using: &random).prefix(Rounds.count(reduced: number, full: all.count)))
    }

    // MARK: What is known of single cases

    /// Whether rows of a generic kind would break what the new schema asks of them; the tables are then empty.
    var refusesRows: Bool { Self.refusingRows[id] != nil }

    private static let refusingRows = [
        "pg-enum-add-and-use": "its check refuses the value that the rows have",
        "pg-rename-table": "told no rename, the rows of another table refer to those of the one that goes",
        "pg-rename-column-ambiguous": "told no rename, a column that refuses null is added",
        "sl-add-column-notnull": "a column without a default refuses null",
        "both-check-changed": "its check asks for more than the rows have",
        "both-rename-candidate": "told no rename, a column that refuses null is added",
        "both-not-a-rename": "a column without a default refuses null",
        "sl-more-many-one-table": "its check asks for more than the rows have",
        "sl-more-two-checks-same-name2": "its check asks for more than the rows have",
        "pg-more-self-reference-goes": "the way back adds a column that refuses null",
        "pg-more-gen-pk": "rows refer to keys that are computed otherwise",
    ]

    /// Why a revision for it cannot be taken back; `nil` for all others.
    var oneWay: String? { Self.oneWays[id] }

    private static let oneWays = [
        "pg-enum-add-middle": "PostgreSQL takes no value from an enum type",
        "pg-enum-add-and-use": "PostgreSQL takes no value from an enum type",
    ]

    /// Whether the new schema has all that the old one asks for, so that there is no difference on the way back.
    ///
    /// A foreign key that was checked for all rows holds for those to come.
    var fitsBefore: Bool { id == "pg-fk-not-valid" }

    /// Whether one of the objects of the differences is what the case says.
    func names(_ objects: [String]) -> Bool {
        let spoken = Set(Self.unspoken[id] ?? Self.words(expect))
        return objects.contains { object in !spoken.isDisjoint(with: Self.words(object)) }
    }

    /// What cases are about that say what changes and not where.
    private static let unspoken = [
        "pg-comment-everywhere": ["cm3_a", "cm3_i", "cm3_t"],
        "sl-type-same-affinity": ["dock2"],
        "sl-type-none-vs-blob": ["dock6"],
        "sl-default-datetime-vs-keyword": ["ev3"],
        "sl-unique-vs-index": ["un4"],
    ]

    /// The names in a text, without those of the schemas that all objects are in.
    private static func words(_ text: String) -> [String] {
        let letters = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        return letters.map(String.init).filter { $0 != "public" && $0 != "main" }
    }
}
