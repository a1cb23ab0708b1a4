import MigratorCore

/// The tables and views that a query or a trigger names, as far as its text tells.
struct SQLiteRelationNames {
    /// The names, without quotes, each as often as it stands there.
    private(set) var names: [String] = []
    private let words: SQLiteWords
    /// A table's name may stand next.
    private var isExpected = false
    /// For each open parenthesis, whether commas there part tables.
    private var lists = [false]

    init(in sql: String) {
        words = SQLiteWords(sql)
        var index = 0
        while index < words.tokens.count { index = read(index) }
        let shadows = words.tokens.indices.filter(isCommonTable).compactMap(words.name)
        names.removeAll { name in shadows.contains { SQLiteName.same($0, name) } }
    }

    /// Reads what stands there, and returns where it ends.
    private mutating func read(_ index: Int) -> Int {
        if words.isKind(index, .openParenthesis) {
            isExpected = isExpected && !words.isWord(index - 1, "IN")
            lists.append(isExpected)
        } else if words.isKind(index, .closeParenthesis) {
            if lists.count > 1 { lists.removeLast() }
            isExpected = false
        } else if words.isKind(index, .semicolon) {
            lists = [false]
            isExpected = false
        } else if words.isSign(index, ",") {
            isExpected = lists[lists.count - 1]
        } else if !readKeyword(index), isExpected, let name = words.name(index) {
            isExpected = false
            guard words.isSign(index + 1, "."), let own = words.name(index + 2) else {
                // A function that gives rows is no table; columns stand behind the table of an INSERT.
                if words.isWord(index - 1, "INTO") || !words.isKind(index + 1, .openParenthesis) { names.append(name) }
                return index + 1
            }
            names.append(own)
            return index + 3
        }
        return index + 1
    }

    /// Whether a word that begins or ends a list of tables stands there.
    private mutating func readKeyword(_ index: Int) -> Bool {
        guard let keyword = words.keyword(index) else { return false }
        switch keyword {
        // Not that of IS DISTINCT FROM.
        case "FROM" where !words.isWord(index - 1, "DISTINCT"), "JOIN":
            isExpected = true
            lists[lists.count - 1] = true
        case "INTO", "IN": isExpected = true
        case "UPDATE":
            isExpected = !["OF", "ON", "SET", "BEFORE", "AFTER", "INSTEAD"].contains(words.keyword(index + 1))
        case "OR" where words.isWord(index - 1, "UPDATE"): break
        case "ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE": return words.isWord(index - 1, "OR")
        case "SELECT", "VALUES", "WITH", "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "WINDOW", "UNION", "EXCEPT",
            "INTERSECT", "SET", "RETURNING":
            isExpected = false
            lists[lists.count - 1] = false
        case "ON", "USING": isExpected = false
        default: return false
        }
        return true
    }

    /// Whether a name that WITH gives a query stands there.
    private func isCommonTable(_ index: Int) -> Bool {
        guard words.name(index) != nil else { return false }
        var next = index + 1
        if words.isKind(next, .openParenthesis) { next = words.afterParentheses(next) ?? next }
        guard words.isWord(next, "AS") else { return false }
        next += 1
        if words.isWord(next, "NOT") { next += 1 }
        if words.isWord(next, "MATERIALIZED") { next += 1 }
        return words.isKind(next, .openParenthesis)
    }
}
