package import MigratorDatabase

/// Walks over the tokens of one statement, comments left out.
package struct SQLTokenReader {
    private let bytes: [UInt8]
    private let tokens: [SQLToken]
    private var index = 0

    /// `nil` if the text is no single statement that can be read to its end.
    ///
    /// With `toSemicolon` only what stands before the first semicolon is read: a trigger has more of them.
    package init?(_ statement: String, kind: DatabaseKind, toSemicolon: Bool = false) {
        bytes = Array(statement.utf8)
        var lexer = SQLLexer(bytes, kind: kind)
        var tokens: [SQLToken] = []
        var isEnded = false
        do {
            while let token = try lexer.next() {
                if token.isComment { continue }
                if token.kind == .semicolon {
                    if toSemicolon { break }
                    isEnded = true
                } else if isEnded {
                    return nil
                } else {
                    tokens.append(token)
                }
            }
        } catch {
            return nil
        }
        self.tokens = tokens
    }

    /// The next token if it is a word, in small letters.
    package mutating func word() -> String? {
        guard let token = next, token.kind == .word else { return nil }
        index += 1
        return bytes.lowercasedText(token.start..<token.end)
    }

    /// Passes the next token if it is this word, in any case, or this sign.
    @discardableResult
    package mutating func skip(_ text: String) -> Bool {
        guard let token = next, matches(token, text) else { return false }
        index += 1
        return true
    }

    /// Passes everything up to this word and the word itself.
    package mutating func pass(to text: String) -> Bool {
        while next != nil {
            if skip(text) { return true }
            index += 1
        }
        return false
    }

    /// Whether one of `words` comes later, not counting those directly after `exception`.
    package func hasFurther(_ words: Set<String>, unlessAfter exception: String? = nil) -> Bool {
        for later in tokens.indices.dropFirst(index) where tokens[later].kind == .word {
            guard words.contains(bytes.lowercasedText(tokens[later].start..<tokens[later].end)) else { continue }
            if let exception, later > 0, matches(tokens[later - 1], exception) { continue }
            return true
        }
        return false
    }

    /// The next tokens as a table's name.
    package mutating func name() -> TableName? {
        guard let first = part() else { return nil }
        guard skip(".") else { return TableName(first) }
        return part().map { TableName($0, schema: first) }
    }

    /// The text of the tokens that are left.
    package var rest: String {
        guard let first = next, let last = tokens.last else { return "" }
        return bytes.text(first.start..<last.end)
    }

    private var next: SQLToken? { index < tokens.count ? tokens[index] : nil }

    private func matches(_ token: SQLToken, _ text: String) -> Bool {
        guard token.kind != .quotedIdentifier, token.kind != .string else { return false }
        guard token.count == text.utf8.count else { return false }
        return bytes.lowercasedText(token.start..<token.end) == text
    }

    private mutating func part() -> String? {
        guard let token = next else { return nil }
        let text: String
        if token.kind == .word {
            text = bytes.lowercasedText(token.start..<token.end)
        } else if token.kind == .quotedIdentifier, let unquoted = unquoted(token) {
            text = unquoted
        } else {
            return nil
        }
        index += 1
        return text
    }

    /// `nil` for `U&"…"`, whose escapes are not worked out.
    private func unquoted(_ token: SQLToken) -> String? {
        let quote = bytes[token.start]
        var inner: [UInt8] = []
        var index = token.start + 1
        let isPlain = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "`") || quote == UInt8(ascii: "[")
        guard isPlain else { return nil }
        while index < token.end - 1 {
            if quote != UInt8(ascii: "["), bytes[index] == quote { index += 1 }
            inner.append(bytes[index])
            index += 1
        }
        return inner.isEmpty ? nil : String(decoding: inner, as: UTF8.self)
    }
}
