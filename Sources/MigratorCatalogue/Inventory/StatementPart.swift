package import MigratorCore
import MigratorSystem

/// A part of a statement that was read, such as the condition of a check.
package struct StatementPart: Sendable {
    package let words: StatementWords
    package let range: Range<Int>

    package init(_ words: StatementWords, _ range: Range<Int>) {
        self.words = words
        self.range = range
    }

    package var isEmpty: Bool { range.isEmpty }
    package var text: String { words.text(range) }

    /// Whether a name stands in it.
    package func mentions(_ name: String) -> Bool {
        let folded = words.folded(name)
        return range.contains { index in words.name(index).map { words.folded($0).isExactly(folded) } ?? false }
    }

    /// Whether all columns of a table may be meant by it.
    package var hasStar: Bool {
        range.contains { index in
            guard words.text(index..<index + 1) == "*" else { return false }
            let before = words.keyword(index - 1)
            return before == "select" || before == "distinct" || [",", "."].contains(words.text(index - 1..<index))
        }
    }

    /// The part without the parentheses around all of it.
    package var bare: StatementPart {
        var range = range
        while words.isKind(range.lowerBound, .openParenthesis),
            words.afterParentheses(range.lowerBound) == range.upperBound
        {
            range = range.lowerBound + 1..<range.upperBound - 1
        }
        return StatementPart(words, range)
    }

    /// The conditions that all must hold; that of BETWEEN stays whole.
    package var conjuncts: [StatementPart] { parts(by: "and") }
    /// The conditions of which one must hold.
    package var disjuncts: [StatementPart] { parts(by: "or") }

    private func parts(by word: String) -> [StatementPart] {
        let whole = bare
        var parts: [StatementPart] = []
        var (start, depth, isBetween) = (whole.range.lowerBound, 0, false)
        for index in whole.range {
            if words.isKind(index, .openParenthesis) { depth += 1 }
            if words.isKind(index, .closeParenthesis) { depth -= 1 }
            guard depth == 0, let keyword = words.keyword(index) else { continue }
            // What binds less tightly keeps it whole.
            if keyword == "or", word == "and" { return [whole] }
            if keyword == "between" { isBetween = true }
            guard keyword == word else { continue }
            if isBetween, word == "and" {
                isBetween = false
                continue
            }
            parts.append(StatementPart(words, start..<index))
            start = index + 1
        }
        guard !parts.isEmpty else { return [whole] }
        parts.append(StatementPart(words, start..<whole.range.upperBound))
        return parts.flatMap { $0.parts(by: word) }
    }

    /// The names of the functions that are called in it, each with its schema.
    package var calls: [(schema: String?, name: String)] {
        range.compactMap { index in
            guard words.isKind(index + 1, .openParenthesis), index + 1 < range.upperBound,
                let name = words.name(index), !Self.notCalled.contains(words.keyword(index) ?? "")
            else { return nil }
            guard words.text(index - 1..<index) == "." else { return (nil, name) }
            return (words.name(index - 2), name)
        }
    }

    /// Words before a parenthesis that are no function.
    private static let notCalled: Set<String> = [
        "and", "or", "not", "in", "values", "as", "from", "where", "select", "exists", "case", "when", "then", "else",
        "on", "using", "over", "filter", "by", "having", "union", "all", "any", "some", "array", "row", "with", "limit",
        "returning", "set", "join", "lateral", "check", "references", "key", "unique", "default", "is", "like", "ilike",
        "between", "conflict", "into", "group", "order", "distinct", "recursive", "materialized", "numeric", "varchar",
        "decimal", "char", "character", "varying", "timestamp", "timestamptz", "time", "timetz", "interval", "bit",
        "float", "offset", "except", "intersect", "within", "cast",
    ]
}

extension StatementWords {
    /// A name as all spellings of it are to the database.
    func folded(_ name: String) -> String { ignoresCase ? name.lowercased() : name }
}
