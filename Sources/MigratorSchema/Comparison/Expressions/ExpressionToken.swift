import MigratorCore
import MigratorDatabase

/// A piece of an expression, read far enough to be compared with another.
struct ExpressionToken {
    enum Kind {
        /// A key word or a name without quotes, in small letters.
        case word
        /// A name that stood in quotes, without them.
        case name
        /// A name in double quotes where the database takes a name that it does not know for text.
        case doubtfulName
        case number
        /// A text, without its quotes.
        case string
        /// A literal of bytes or bits, as it is written but for the case of its letters.
        case bits
        case sign, open, close
    }

    let kind: Kind
    let text: String
}

extension ExpressionToken {
    /// The tokens of a text, comments left out; `nil` if it cannot be read to its end.
    static func read(_ text: String, _ kind: DatabaseKind, takesNamesForText: Bool) -> [ExpressionToken]? {
        let bytes = Array(text.utf8)
        var lexer = SQLLexer(bytes, kind: kind)
        var tokens: [ExpressionToken] = []
        do {
            while let token = try lexer.next() {
                let range = token.start..<token.end
                let small = bytes.lowercasedText(range)
                switch token.kind {
                case .lineComment, .blockComment: continue
                case .semicolon: return nil
                case .word: tokens.append(ExpressionToken(kind: .word, text: small))
                case .number: tokens.append(ExpressionToken(kind: .number, text: small))
                case .openParenthesis: tokens.append(ExpressionToken(kind: .open, text: small))
                case .closeParenthesis: tokens.append(ExpressionToken(kind: .close, text: small))
                case .other: tokens.append(ExpressionToken(kind: .sign, text: small))
                case .operator:
                    for sign in signs(in: small, kind) { tokens.append(ExpressionToken(kind: .sign, text: sign)) }
                case .quotedIdentifier:
                    // `U&"…"` has escapes of its own.
                    guard !small.hasPrefix("u&") else { return nil }
                    let isDoubtful = takesNamesForText && small.hasPrefix("\"")
                    let name = SQLiteName.unquoted(bytes.text(range))
                    tokens.append(ExpressionToken(kind: isDoubtful ? .doubtfulName : .name, text: name))
                case .string:
                    guard let literal = SQLStringLiteral(bytes[range]) else { return nil }
                    tokens.append(ExpressionToken(kind: literal.isText ? .string : .bits, text: literal.value))
                }
            }
        } catch {
            return nil
        }
        return tokens
    }

    /// The operators that a run of signs stands for.
    private static func signs(in run: String, _ kind: DatabaseKind) -> [String] {
        kind.rules.quotesNamesInBrackets ? known(in: run) : standing(in: run)
    }

    /// Where operators are a fixed list, the longest that fits comes first.
    private static func known(in run: String) -> [String] {
        var rest = Substring(run)
        var signs: [String] = []
        while !rest.isEmpty {
            let sign = longSigns.first { rest.hasPrefix($0) } ?? String(rest.prefix(1))
            signs.append(sign)
            rest = rest.dropFirst(sign.count)
        }
        return signs
    }

    private static let longSigns = ["->>", "||", "<<", ">>", "<=", ">=", "==", "<>", "!=", "->"]

    /// Where operators may be made, a run is one, but for a sign at its end that belongs to what follows.
    ///
    /// https://www.postgresql.org/docs/15/sql-syntax-lexical.html#SQL-SYNTAX-OPERATORS
    private static func standing(in run: String) -> [String] {
        var signs: [String] = []
        var rest = run
        let isFree = run.contains { "~!@#%^&|`?".contains($0) }
        while rest.count > 1, let last = rest.last, last == "+" || last == "-", !isFree {
            signs.insert(String(last), at: 0)
            rest.removeLast()
        }
        return [rest] + signs
    }
}
