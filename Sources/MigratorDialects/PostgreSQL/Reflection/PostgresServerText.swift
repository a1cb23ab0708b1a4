import MigrationDSL
import MigratorCore
import MigratorDatabase

/// Reads SQL that the server wrote: names, lists, expressions in brackets.
enum PostgresServerText {
    /// The parts of a list, cut at a comma or another word outside of brackets and quotes.
    static func parts(_ text: String, at separator: String = ",") -> [String] {
        let bytes = Array(text.utf8)
        var parts: [String] = []
        var start = 0
        var depth = 0
        for token in tokens(bytes) {
            switch token.kind {
            case .openParenthesis: depth += 1
            case .closeParenthesis: depth -= 1
            case .string, .quotedIdentifier: break
            default:
                let word = bytes.text(token.start..<token.end)
                if word == "[" { depth += 1 }
                if word == "]" { depth -= 1 }
                guard depth == 0, word == separator else { break }
                parts.append(trimmed(bytes, start..<token.start))
                start = token.end
            }
        }
        return parts + [trimmed(bytes, start..<bytes.count)]
    }

    /// The names of a list, without quotes; none of null.
    static func names(_ text: String?) -> [String] {
        guard let text else { return [] }
        return parts(text).map(TableName.unquoted)
    }

    /// The name of an object with its schema.
    static func objectName(_ text: String) -> ObjectName {
        let parts = parts(text, at: ".").map(TableName.unquoted)
        guard parts.count > 1 else { return ObjectName(text) }
        return ObjectName(parts[1], postgresSchema: parts[0])
    }

    /// What stands in the first brackets, and what behind them.
    static func brackets(_ text: String) -> (within: String, behind: String)? {
        let bytes = Array(text.utf8)
        var depth = 0
        var start = 0
        for token in tokens(bytes) {
            if token.kind == .openParenthesis {
                depth += 1
                if depth == 1 { start = token.end }
            } else if token.kind == .closeParenthesis {
                depth -= 1
                if depth == 0 { return (trimmed(bytes, start..<token.start), trimmed(bytes, token.end..<bytes.count)) }
            }
        }
        return nil
    }

    /// An expression without brackets around the whole of it; those of a query in it are its own.
    static func expression(_ text: String) -> String {
        var text = text
        while text.utf8.first == UInt8(ascii: "("), text.utf8.last == UInt8(ascii: ")"),
            let (within, behind) = brackets(text), behind.isEmpty,
            !["SELECT", "WITH", "VALUES"].contains(within.prefix { $0.isLetter || $0 == "_" })
        {
            text = within
        }
        return text
    }

    /// What a literal holds, and what stands behind it; `nil` for a text that begins with none.
    static func literal(_ text: String) -> (content: String, behind: String)? {
        guard text.utf8.first == UInt8(ascii: "'") else { return nil }
        let bytes = Array(text.utf8)
        var content: [UInt8] = []
        var position = 1
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "'") {
                let isDoubled = position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "'")
                if !isDoubled { return (content.text(content.indices), bytes.text(position + 1..<bytes.count)) }
                position += 1
            }
            content.append(bytes[position])
            position += 1
        }
        return nil
    }

    /// A text as a literal.
    static func quoted(_ text: String) -> String {
        var literal = "'"
        for scalar in text.unicodeScalars {
            if scalar == "'" { literal.unicodeScalars.append("'") }
            literal.unicodeScalars.append(scalar)
        }
        return literal + "'"
    }

    /// The tokens, as far as the text can be read.
    static func tokens(_ bytes: [UInt8]) -> [SQLToken] {
        var lexer = SQLLexer(bytes, kind: .postgres)
        var tokens: [SQLToken] = []
        while let token = (try? lexer.next()) ?? nil { tokens.append(token) }
        return tokens
    }

    private static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        bytes.text(bytes.trimmed(range))
    }
}
