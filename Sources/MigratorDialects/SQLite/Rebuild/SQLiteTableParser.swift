import MigrationDSL
import MigratorCore

/// Reads the CREATE TABLE of an ordinary table.
struct SQLiteTableParser {
    struct Parts {
        var name = ""
        var writtenName = ""
        var columns: [SQLiteTableText.Column] = []
        var constraints: [SQLiteTableText.Clause] = []
        var options = ""
    }

    private let words: SQLiteWords

    init(_ sql: String) throws(MigratorError) {
        words = SQLiteWords(sql)
        guard words.problem == nil else { throw Self.unreadable("a token is never closed") }
    }

    mutating func table() throws(MigratorError) -> Parts {
        var parts = Parts()
        var index = 0
        guard words.keyword(0) == "CREATE" else { throw Self.unreadable("it does not begin with CREATE TABLE") }
        index += 1
        if words.keyword(index) == "TEMP" || words.keyword(index) == "TEMPORARY" { index += 1 }
        guard words.keyword(index) == "TABLE" else {
            throw Self.unreadable(
                words.keyword(index) == "VIRTUAL" ? "it is a virtual table" : "it does not begin with CREATE TABLE"
            )
        }
        index += 1
        if words.keyword(index) == "IF", words.keyword(index + 1) == "NOT" { index += 3 }
        if words.text(index + 1) == "." { index += 2 }
        guard let name = words.name(index) else { throw Self.unreadable("it has no name") }
        parts.name = name
        parts.writtenName = words.text(index)
        index += 1
        guard words.isKind(index, .openParenthesis), let end = words.afterParentheses(index) else {
            throw Self.unreadable("it has no list of columns")
        }
        var inConstraints = false
        for range in words.split(index + 1..<end - 1) {
            inConstraints = inConstraints || Self.constraintWords.contains(words.keyword(range.lowerBound) ?? "")
            if inConstraints {
                parts.constraints += try constraints(range)
            } else {
                parts.columns.append(try column(range))
            }
        }
        parts.options = words.text(end..<words.tokens.count { $0.kind != .semicolon })
        return parts
    }

    private static let constraintWords: Set<String> = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"]

    // MARK: Columns

    private func column(_ range: Range<Int>) throws(MigratorError) -> SQLiteTableText.Column {
        guard let name = words.name(range.lowerBound) else {
            throw Self.unreadable("a column has no name")
        }
        let starts = clauseStarts(range.lowerBound + 1..<range.upperBound)
        var clauses: [SQLiteTableText.Clause] = []
        var constraintName: String?
        for (number, start) in starts.enumerated() {
            let end = number + 1 < starts.count ? starts[number + 1] : range.upperBound
            if words.keyword(start) == "CONSTRAINT" {
                constraintName = words.text(start + 1)
                continue
            }
            guard let kind = Self.kind(words.keyword(start)) else {
                throw Self.unreadable("what follows column \(name) is not known")
            }
            clauses.append(
                SQLiteTableText.Clause(kind: kind, writtenName: constraintName, text: words.text(start..<end))
            )
            constraintName = nil
        }
        return SQLiteTableText.Column(
            name: name,
            writtenName: words.text(range.lowerBound),
            type: words.text(range.lowerBound + 1..<(starts.first ?? range.upperBound)),
            clauses: clauses,
            source: name
        )
    }

    private static func kind(_ keyword: String?) -> SQLiteTableText.Clause.Kind? {
        switch keyword {
        case "PRIMARY": .primaryKey
        case "NOT": .notNull
        case "NULL": .null
        case "UNIQUE": .unique
        case "CHECK": .check
        case "DEFAULT": .default
        case "COLLATE": .collate
        case "REFERENCES", "FOREIGN": .foreignKey
        case "GENERATED", "AS": .generated
        default: nil
        }
    }

    /// Where the clauses of a column begin: at words that are reserved or stand in a place of their own.
    private func clauseStarts(_ range: Range<Int>) -> [Int] {
        var starts: [Int] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if words.isKind(index, .openParenthesis) {
                index = words.afterParentheses(index) ?? range.upperBound
                continue
            }
            let before = index > range.lowerBound ? words.keyword(index - 1) : nil
            switch words.keyword(index) {
            // The word after these is a name or a value, whatever it says.
            case "CONSTRAINT", "COLLATE", "REFERENCES", "DEFAULT":
                guard before != "SET" else { break }
                starts.append(index)
                if !words.isKind(index + 1, .openParenthesis) { index += 1 }
            case "PRIMARY", "UNIQUE", "CHECK": starts.append(index)
            case "NOT" where words.keyword(index + 1) == "NULL":
                starts.append(index)
                index += 1
            case "NULL" where before != "SET": starts.append(index)
            case "GENERATED" where words.keyword(index + 1) == "ALWAYS": starts.append(index)
            case "AS" where before != "ALWAYS": starts.append(index)
            default: break
            }
            index += 1
        }
        return starts
    }

    // MARK: Constraints

    /// The constraints of a range: SQLite does not insist on commas between them.
    private func constraints(_ range: Range<Int>) throws(MigratorError) -> [SQLiteTableText.Clause] {
        var starts: [Int] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if words.isKind(index, .openParenthesis) {
                index = words.afterParentheses(index) ?? range.upperBound
                continue
            }
            if Self.constraintWords.contains(words.keyword(index) ?? "") {
                starts.append(index)
                if words.keyword(index) == "CONSTRAINT" { index += 1 }
            }
            index += 1
        }
        var found: [SQLiteTableText.Clause] = []
        var name: String?
        for (number, start) in starts.enumerated() {
            let end = number + 1 < starts.count ? starts[number + 1] : range.upperBound
            if words.keyword(start) == "CONSTRAINT" {
                name = words.text(start + 1)
                continue
            }
            guard let kind = Self.kind(words.keyword(start)) else { throw Self.unreadable("a constraint is not known") }
            let columns = kind == .check ? [] : self.columns(start..<end)
            found.append(.init(kind: kind, writtenName: name, text: words.text(start..<end), columns: columns))
            name = nil
        }
        guard !found.isEmpty else { throw Self.unreadable("a constraint is not known") }
        return found
    }

    /// The names that begin the items of the first list in parentheses.
    private func columns(_ range: Range<Int>) -> [String] {
        guard let open = range.first(where: { words.isKind($0, .openParenthesis) }),
            let end = words.afterParentheses(open)
        else { return [] }
        return words.split(open + 1..<end - 1).compactMap { words.name($0.lowerBound) }
    }

    private static func unreadable(_ why: String) -> MigratorError {
        MigratorError(.unsupportedByDialect, "the table's definition in sqlite_schema cannot be rebuilt: \(why)")
    }
}
