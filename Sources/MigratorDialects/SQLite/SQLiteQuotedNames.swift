import MigratorCore
import MigratorDatabase

/// Names that stand in double quotes, which SQLite takes for text if nothing is so called.
///
/// A name in backquotes means the same name and is never taken for text.
package enum SQLiteQuotedNames {
    /// The names of an expression that can be columns only.
    static func columns(in expression: String) -> [String] {
        let words = SQLiteWords(expression)
        return words.tokens.indices.compactMap { index in
            guard isQuoted(words, index), words.keyword(index - 1) != "COLLATE", words.keyword(index - 1) != "AS",
                !words.isKind(index + 1, .openParenthesis), words.text(index + 1) != "."
            else { return nil }
            return words.name(index)
        }
    }

    /// The text with backquotes around such names, without comments and without the semicolon at its end.
    package static func backquoted(_ sql: String) -> String {
        let words = SQLiteWords(sql)
        var parts: [String] = []
        for index in words.tokens.indices where words.tokens[index].kind != .semicolon {
            let text = words.text(index)
            parts.append(isQuoted(words, index) ? backquote(SQLiteName.unquoted(text)) : text)
        }
        return parts.joined(separator: " ")
    }

    package static func backquote(_ name: String) -> String {
        "`" + name.replacing("`", with: "``") + "`"
    }

    private static func isQuoted(_ words: SQLiteWords, _ index: Int) -> Bool {
        words.isKind(index, .quotedIdentifier) && words.text(index).utf8.first == UInt8(ascii: "\"")
    }
}
