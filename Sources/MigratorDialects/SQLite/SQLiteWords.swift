package import MigratorCore
import MigratorDatabase

/// The tokens of a piece of SQL, comments left out.
package struct SQLiteWords: SQLWords, Sendable {
    package let bytes: [UInt8]
    package let tokens: [SQLToken]
    /// What kept the text from being read to its end.
    package let problem: SQLProblem?

    package init(_ sql: String) {
        bytes = Array(sql.utf8)
        var lexer = SQLLexer(bytes, kind: .sqlite)
        var tokens: [SQLToken] = []
        var problem: SQLProblem?
        do {
            while let token = try lexer.next() {
                if !token.isComment { tokens.append(token) }
            }
        } catch {
            problem = error
        }
        self.tokens = tokens
        self.problem = problem
    }

    /// The token's text as written; empty past the end.
    package func text(_ index: Int) -> String {
        guard tokens.indices.contains(index) else { return "" }
        return bytes.text(tokens[index].start..<tokens[index].end)
    }

    /// The unquoted word there, in capitals; `nil` for anything else.
    package func keyword(_ index: Int) -> String? {
        guard tokens.indices.contains(index), tokens[index].kind == .word else { return nil }
        return text(index).uppercased()
    }

    package func contains(_ keyword: String) -> Bool {
        tokens.indices.contains { isWord($0, keyword) }
    }

    /// Whether the unquoted word there is this one, which is given in capitals.
    func isWord(_ index: Int, _ keyword: String) -> Bool {
        guard tokens.indices.contains(index), tokens[index].kind == .word else { return false }
        let token = bytes[tokens[index].start..<tokens[index].end]
        guard token.count == keyword.utf8.count else { return false }
        return zip(token, keyword.utf8).allSatisfy { $0 == $1 || $0 &- 0x20 == $1 && $0.isSQLLetter }
    }

    /// Whether this sign stands there alone.
    func isSign(_ index: Int, _ sign: String) -> Bool {
        guard tokens.indices.contains(index), tokens[index].kind == .other || tokens[index].kind == .operator else {
            return false
        }
        return bytes[tokens[index].start..<tokens[index].end].elementsEqual(sign.utf8)
    }

    /// The name there, unquoted; `nil` for what can be none.
    package func name(_ index: Int) -> String? {
        guard tokens.indices.contains(index) else { return nil }
        switch tokens[index].kind {
        case .word, .quotedIdentifier, .string: return SQLiteName.unquoted(text(index))
        default: return nil
        }
    }

    /// Whether the text, an expression or a whole statement, may speak of a column or a table of this name.
    package func mentions(_ name: String) -> Bool {
        tokens.indices.contains { index in
            let token = tokens[index]
            guard token.kind == .word || token.kind == .quotedIdentifier else { return false }
            if let keyword = keyword(index), Self.reserved.contains(keyword) || isSyntax(index) { return false }
            if token.kind == .word, isKind(index + 1, .openParenthesis), keyword(index - 1) != "REFERENCES",
                keyword(index - 1) != "ON", keyword(index - 1) != "INTO"
            {
                return false
            }
            return keyword(index - 1) != "COLLATE" && SQLiteName.same(SQLiteName.unquoted(text(index)), name)
        }
    }

    /// Whether a word that may be a name is none where it stands.
    private func isSyntax(_ index: Int) -> Bool {
        switch keyword(index) {
        case "ASC", "DESC": isOperand(index - 1)
        case "LIKE", "GLOB", "REGEXP", "MATCH":
            isOperand(index - 1) || keyword(index - 1) == "NOT" && isOperand(index - 2)
        case "END":
            tokens[..<index].indices.reduce(into: 0) { open, earlier in
                if keyword(earlier) == "CASE" { open += 1 }
                if keyword(earlier) == "END", isOperand(earlier - 1) { open -= 1 }
            } > 0 && isOperand(index - 1)
        default: false
        }
    }

    /// Whether an operand may end there.
    private func isOperand(_ index: Int) -> Bool {
        guard tokens.indices.contains(index) else { return false }
        switch tokens[index].kind {
        case .word:
            guard let word = keyword(index), word != "NULL", word != "END" else { return true }
            return !Self.reserved.contains(word) && !isSyntax(index)
        case .number, .string, .quotedIdentifier, .closeParenthesis: return true
        default: return false
        }
    }

    /// Words that are no names unless they are quoted.
    // https://www.sqlite.org/lang_keywords.html, without those that the parser takes for names where it can.
    private static let reserved: Set<String> = [
        "ADD", "ALL", "ALTER", "AND", "AS", "AUTOINCREMENT", "BETWEEN", "CASE", "CHECK", "COLLATE", "COMMIT",
        "CONSTRAINT", "CREATE", "DEFAULT", "DEFERRABLE", "DELETE", "DISTINCT", "DROP", "ELSE", "ESCAPE", "EXISTS",
        "FOREIGN", "FROM", "GROUP", "HAVING", "IN", "INDEX", "INSERT", "INTO", "IS", "ISNULL", "JOIN", "LIMIT", "NOT",
        "NOTNULL", "NULL", "ON", "OR", "ORDER", "PRIMARY", "REFERENCES", "SELECT", "SET", "TABLE", "THEN", "TO",
        "TRANSACTION", "UNION", "UNIQUE", "UPDATE", "USING", "VALUES", "WHEN", "WHERE",
    ]
}
