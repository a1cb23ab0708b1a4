package import MigrationDSL
package import MigratorDatabase

/// The tokens of a statement, comments left out, and the names that they are.
package struct StatementWords: SQLWords, Sendable {
    package let bytes: [UInt8]
    package let tokens: [SQLToken]
    private let names: SQLRules.Names

    /// `nil` for text that cannot be read to its end.
    package init?(_ sql: String, kind: DatabaseKind) {
        names = kind.rules.names
        bytes = Array(sql.utf8)
        var lexer = SQLLexer(bytes, kind: kind)
        var tokens: [SQLToken] = []
        do {
            while let token = try lexer.next() {
                if !token.isComment, token.kind != .semicolon { tokens.append(token) }
            }
        } catch {
            return nil
        }
        self.tokens = tokens
    }

    package var count: Int { tokens.count }

    /// Whether the case of letters does not count in names.
    package var ignoresCase: Bool { names == .ignoringCase }

    /// The unquoted word there, in small letters; `nil` for anything else.
    package func keyword(_ index: Int) -> String? {
        guard isKind(index, .word) else { return nil }
        return bytes.lowercasedText(tokens[index].start..<tokens[index].end)
    }

    /// The words of a range.
    package func keywords(_ range: Range<Int>) -> [String] {
        range.compactMap(keyword)
    }

    /// The name there, unquoted; where every byte of a name counts, one without quotes is in small letters.
    package func name(_ index: Int) -> String? {
        switch names {
        case .ignoringCase:
            guard isKind(index, .word) || isKind(index, .quotedIdentifier) else { return nil }
            return SQLiteName.unquoted(text(index..<index + 1))
        case .exact:
            if let word = keyword(index) { return word }
            guard isKind(index, .quotedIdentifier) else { return nil }
            let text = bytes.text(tokens[index].start..<tokens[index].end)
            return text.hasPrefix("\"") ? TableName.unquoted(text) : nil
        }
    }

    /// Passes a word or a sign.
    @discardableResult
    package func skip(_ text: String, _ index: inout Int) -> Bool {
        let isThere = keyword(index) == text || (!isKind(index, .word) && self.text(index..<index + 1) == text)
        if isThere { index += 1 }
        return isThere
    }

    /// Passes a name with its schema, if it has one.
    package func objectName(_ index: inout Int) -> ObjectName? {
        guard let first = name(index) else { return nil }
        index += 1
        guard skip(".", &index) else { return ObjectName(first) }
        guard let second = name(index) else { return nil }
        index += 1
        return ObjectName(second, schema: first)
    }
}
