import MigratorCore

/// An item of a list that orders: a column or an expression, its collation and its direction.
struct SQLiteOrderedTerm {
    let isDescending: Bool
    private let words: SQLiteWords
    /// The item without its direction.
    private let item: Range<Int>

    /// Reads an item.
    init(_ words: SQLiteWords, _ item: Range<Int>) {
        self.words = words
        // Alone, each of these words would be a name.
        let direction = item.count > 1 ? item.last : nil
        isDescending = direction.map { words.isWord($0, "DESC") } ?? false
        let isAscending = direction.map { words.isWord($0, "ASC") } ?? false
        self.item = isDescending || isAscending ? item.dropLast() : item
    }

    /// The column that it is, if it is one, with the collation as written: parentheses around it mean nothing.
    var column: (name: String, collation: String?)? {
        var range = item
        var collation: String?
        while range.count > 1 {
            let (operand, name) = collated(unwrapped(range))
            guard operand != range else { return nil }
            range = operand
            // Of several the last is that of the whole.
            collation = collation ?? name
        }
        return range.first.flatMap(words.name).map { ($0, collation) }
    }

    /// The expression that it is, without the parentheses around it, with the collation as written.
    var expression: (text: String, collation: String?) {
        let (operand, collation) = collated(item)
        return (words.text(unwrapped(operand)), collation)
    }

    /// The range without one pair of parentheses around all of it.
    private func unwrapped(_ range: Range<Int>) -> Range<Int> {
        guard range.count > 2, isInParentheses(range) else { return range }
        return range.lowerBound + 1..<range.upperBound - 1
    }

    /// The range without the COLLATE at its end, if that is of the whole: it binds closer than every operator.
    private func collated(_ range: Range<Int>) -> (operand: Range<Int>, collation: String?) {
        guard range.count > 2, words.isWord(range.upperBound - 2, "COLLATE") else { return (range, nil) }
        let operand = range.lowerBound..<range.upperBound - 2
        let isCall =
            words.isKind(operand.lowerBound, .word) && !words.isWord(operand.lowerBound, "NOT")
            && isInParentheses(operand.dropFirst())
        let isCollated = operand.count > 2 && words.isWord(operand.upperBound - 2, "COLLATE")
        guard
            operand.count == 1 || isCall || isInParentheses(operand) || isCollated && collated(operand).collation != nil
        else { return (range, nil) }
        return (operand, words.text(range.upperBound - 1))
    }

    private func isInParentheses(_ range: Range<Int>) -> Bool {
        words.isKind(range.lowerBound, .openParenthesis) && words.afterParentheses(range.lowerBound) == range.upperBound
    }
}
