import MigratorCore

/// An item of a list that orders: a column or an expression, its collation and its direction.
struct SQLiteOrderedTerm {
    /// Where the column or the expression is, without parentheses around all of it.
    let body: Range<Int>
    /// The collation, as written.
    let collation: String?
    let isDescending: Bool
    private let words: SQLiteWords

    /// Reads an item.
    init(_ words: SQLiteWords, _ item: Range<Int>) {
        self.words = words
        var range = item
        var isDescending = false
        // Alone, each of these words would be a name.
        if range.count > 1, let last = range.last, words.isWord(last, "ASC") || words.isWord(last, "DESC") {
            isDescending = words.isWord(last, "DESC")
            range.removeLast()
        }
        var collation: String?
        range = Self.unwrapped(range, words)
        while range.count > 2, words.isWord(range.upperBound - 2, "COLLATE") {
            let operand = range.dropLast(2)
            guard Self.isOperand(operand, words) else { break }
            // Of several the first counts, and the last is of the whole.
            collation = collation ?? words.text(range.upperBound - 1)
            range = Self.unwrapped(operand, words)
        }
        body = range
        self.collation = collation
        self.isDescending = isDescending
    }

    /// The name, if it is one alone.
    var name: String? {
        body.count == 1 ? words.name(body.lowerBound) : nil
    }

    /// The text as written.
    var text: String { words.text(body) }

    private static func unwrapped(_ range: Range<Int>, _ words: SQLiteWords) -> Range<Int> {
        var range = range
        while range.count > 2, words.isKind(range.lowerBound, .openParenthesis),
            words.afterParentheses(range.lowerBound) == range.upperBound
        {
            range = range.lowerBound + 1..<range.upperBound - 1
        }
        return range
    }

    /// Whether COLLATE behind it is of the whole: it binds closer than every operator.
    private static func isOperand(_ range: Range<Int>, _ words: SQLiteWords) -> Bool {
        if range.count == 1 { return true }
        let isCall = words.isKind(range.lowerBound, .word) && words.isKind(range.lowerBound + 1, .openParenthesis)
        let open = isCall ? range.lowerBound + 1 : range.lowerBound
        return words.isKind(open, .openParenthesis) && words.afterParentheses(open) == range.upperBound
    }
}
