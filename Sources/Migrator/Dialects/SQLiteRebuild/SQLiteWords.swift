import Database

/// The tokens of a piece of SQL, comments left out.
struct SQLiteWords: Sendable {
    let bytes: [UInt8]
    let tokens: [SQLToken]
    /// What kept the text from being read to its end.
    let problem: SQLProblem?

    init(_ sql: String) {
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
    func text(_ index: Int) -> String {
        guard tokens.indices.contains(index) else { return "" }
        return bytes.text(tokens[index].start..<tokens[index].end)
    }

    /// The text from one token up to another, which is left out.
    func text(_ range: Range<Int>) -> String {
        guard !range.isEmpty else { return "" }
        return bytes.text(tokens[range.lowerBound].start..<tokens[range.upperBound - 1].end)
    }

    /// The unquoted word there, in capitals; `nil` for anything else.
    func keyword(_ index: Int) -> String? {
        guard tokens.indices.contains(index), tokens[index].kind == .word else { return nil }
        return text(index).uppercased()
    }

    func contains(_ keyword: String) -> Bool {
        tokens.indices.contains { self.keyword($0) == keyword }
    }

    /// The name there, unquoted; `nil` for what can be none.
    func name(_ index: Int) -> String? {
        guard tokens.indices.contains(index) else { return nil }
        switch tokens[index].kind {
        case .word, .quotedIdentifier, .string: return SQLiteName.unquoted(text(index))
        default: return nil
        }
    }

    /// Whether the text, an expression or a whole statement, may speak of a column or a table of this name.
    func mentions(_ name: String) -> Bool {
        tokens.indices.contains { index in
            let token = tokens[index]
            guard token.kind == .word || token.kind == .quotedIdentifier else { return false }
            if token.kind == .word, isKind(index + 1, .openParenthesis), keyword(index - 1) != "REFERENCES",
                keyword(index - 1) != "ON", keyword(index - 1) != "INTO"
            {
                return false
            }
            return keyword(index - 1) != "COLLATE" && SQLiteName.same(SQLiteName.unquoted(text(index)), name)
        }
    }

    func isKind(_ index: Int, _ kind: SQLToken.Kind) -> Bool {
        tokens.indices.contains(index) && tokens[index].kind == kind
    }

    func isComma(_ index: Int) -> Bool {
        isKind(index, .other) && text(index) == ","
    }

    /// The index after the parenthesis that closes the one at `index`; `nil` if none does.
    func afterParentheses(_ index: Int) -> Int? {
        var depth = 0
        for later in index..<max(index, tokens.count) {
            if tokens[later].kind == .openParenthesis { depth += 1 }
            if tokens[later].kind == .closeParenthesis {
                depth -= 1
                if depth == 0 { return later + 1 }
            }
        }
        return nil
    }

    /// The ranges between the commas of a range, those in parentheses not counted.
    func split(_ range: Range<Int>) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        var depth = 0
        for index in range {
            if tokens[index].kind == .openParenthesis { depth += 1 }
            if tokens[index].kind == .closeParenthesis { depth -= 1 }
            if depth == 0, isComma(index) {
                parts.append(start..<index)
                start = index + 1
            }
        }
        return parts + [start..<range.upperBound]
    }
}
