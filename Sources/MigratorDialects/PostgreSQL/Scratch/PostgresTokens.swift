import MigratorCore
import MigratorDatabase

/// The tokens of a text of PostgreSQL, comments left out.
struct PostgresTokens {
    let bytes: [UInt8]
    let tokens: [SQLToken]

    init?(_ text: String) {
        bytes = Array(text.utf8)
        var lexer = SQLLexer(bytes, kind: .postgres)
        var tokens: [SQLToken] = []
        do throws(SQLProblem) {
            while let token = try lexer.next() {
                if !token.isComment { tokens.append(token) }
            }
        } catch {
            return nil
        }
        self.tokens = tokens
    }

    func isSign(_ sign: StaticString, at index: Int) -> Bool {
        guard tokens.indices.contains(index), [.other, .operator].contains(tokens[index].kind) else { return false }
        return sign.withUTF8Buffer { $0.elementsEqual(bytes[tokens[index].start..<tokens[index].end]) }
    }

    /// Whether it calls a function, or an operator, that is named with its schema: none is the server's own.
    var callsOthers: Bool {
        tokens.indices.contains { index in
            guard isSign(".", at: index), tokens.indices.contains(index + 2) else { return false }
            return tokens[index + 1].kind == .operator || tokens[index + 2].kind == .openParenthesis
        }
    }

    /// The name or the operator that a token is; `nil` for others.
    func name(at index: Int) -> String? {
        guard tokens.indices.contains(index) else { return nil }
        let range = tokens[index].start..<tokens[index].end
        switch tokens[index].kind {
        case .word: return bytes.lowercasedText(range)
        case .quotedIdentifier: return TableName.unquoted(bytes.text(range))
        case .operator: return bytes.text(range)
        default: return nil
        }
    }

    /// The name in a literal that is taken for one, such as `'public.s'::regclass`.
    func nameInLiteral(at index: Int) -> String? {
        guard tokens[index].kind == .string, isSign("::", at: index + 1),
            name(at: index + 2)?.hasPrefix("reg") == true, bytes[tokens[index].start] == UInt8(ascii: "'")
        else { return nil }
        let name = bytes.text(tokens[index].start + 1..<tokens[index].end - 1)
        return name.utf8.contains(UInt8(ascii: "'")) ? nil : name
    }

    func replacing(_ pieces: [(range: Range<Int>, text: String)]) -> String {
        var result: [UInt8] = []
        var copied = 0
        for (range, text) in pieces {
            result += bytes[copied..<range.lowerBound]
            result += text.utf8
            copied = range.upperBound
        }
        return String(decoding: result + bytes[copied...], as: UTF8.self)
    }
}
