import MigratorCore

/// Walks over the words of a definition, comments left out.
struct SQLiteTextCursor {
    let words: SQLiteWords
    var index = 0

    init(_ sql: String) throws(SQLiteTextProblem) {
        words = SQLiteWords(sql)
        guard words.problem == nil else { throw SQLiteTextProblem("a token is never closed") }
    }

    func isWord(_ word: String) -> Bool { words.isWord(index, word) }

    /// Passes the word if it is this one, given in capitals.
    @discardableResult
    mutating func skip(_ word: String) -> Bool {
        guard isWord(word) else { return false }
        index += 1
        return true
    }

    /// Passes two words if they are these.
    mutating func skip(_ first: String, _ second: String) -> Bool {
        guard isWord(first), words.isWord(index + 1, second) else { return false }
        index += 2
        return true
    }

    /// Passes a sign.
    mutating func skip(sign: String) -> Bool {
        guard words.isSign(index, sign) else { return false }
        index += 1
        return true
    }

    /// Passes a name, and returns it without quotes.
    mutating func name() -> String? {
        guard let name = words.name(index) else { return nil }
        index += 1
        return name
    }

    /// Passes a name behind that of its schema, if it has one.
    mutating func objectName() -> String? {
        if words.isSign(index + 1, ".") { index += 2 }
        return name()
    }

    /// Passes what stands in parentheses, and returns where it is.
    mutating func parentheses() -> Range<Int>? {
        guard words.isKind(index, .openParenthesis), let end = words.afterParentheses(index) else { return nil }
        defer { index = end }
        return index + 1..<end - 1
    }

    /// Where the statement ends: at its semicolon, if it has one.
    var end: Int {
        var end = words.tokens.count
        while end > index, words.isKind(end - 1, .semicolon) { end -= 1 }
        return end
    }
}
