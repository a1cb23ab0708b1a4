import MigrationDSL
import MigratorDatabase
import MigratorTestSupport

/// Names that no two things share, though upper and lower case be one; few of them need no quotes.
struct GeneratedNames {
    /// None begins with a quotation sign: SQLite takes a table's name for a quoted one where it checks ON DELETE RESTRICT.
    private static let forms = [
        "plain", "MixedCase", "two words", "größe", "名前", "it's", "q\"uote", "semi;colon", "-- dashes", "/* star",
        "$migrator$", "back\\slash", "percent%", "dot.ted", "🦊", "(paren", "tab\tbed", "br[ack]et", "t`ick`", "$1", "?",
    ]
    private static let reserved = [
        "select", "Order", "table", "user", "group", "check", "default", "new", "old", "primary", "limit", "end", "all",
        "analyze", "references", "desc", "having", "window", "where", "and", "case", "column", "constraint", "from",
    ]

    private var number = 0
    private var unused = reserved

    mutating func next(_ random: inout SeededRandom) -> String {
        number += 1
        if !unused.isEmpty, random.chance(15) {
            return unused.remove(at: Int.random(in: 0..<unused.count, using: &random))
        }
        return "\(Self.forms.randomElement(using: &random) ?? "plain") \(number)"
    }

    /// A number that was not given before, for values that must differ.
    mutating func nextNumber() -> Int {
        number += 1
        return number
    }
}

extension String {
    /// In double quotes, as all SQL of the generator has it.
    var quoted: String { TableName.quote(self) }

    /// With one quoted name for another.
    func renaming(_ name: String, to newName: String) -> String {
        replacing(name.quoted, with: newName.quoted)
    }
}

extension SQLText {
    func renaming(_ name: String, to newName: String) -> SQLText {
        SQLText(postgres: postgres?.renaming(name, to: newName), sqlite: sqlite?.renaming(name, to: newName))
    }

    /// Whether it speaks of a column.
    func mentions(_ name: String) -> Bool {
        (postgres ?? "").contains(name.quoted) || (sqlite ?? "").contains(name.quoted)
    }
}
