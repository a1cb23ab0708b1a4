import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSystem

/// What the body of a function names that a server looks for when the function is made.
///
/// It is read as words, without a grammar: of a query what stands behind FROM and its like, and what is called; of a
/// procedural body only what a declaration takes its type from.
struct FunctionBody {
    /// The tables and views, each as a path.
    private(set) var relations: [[String]] = []
    /// What is called, each as a path.
    private(set) var calls: [[String]] = []
    /// All names that may be those of columns and types.
    private(set) var words: Set<ExactText> = []
    /// The names that stand in strings, as in `nextval('numbers')`.
    private(set) var quoted: Set<ExactText> = []

    /// Reads a function's body; `nil` if nothing in it is looked for before it is called.
    init?(_ function: Function, _ dialect: any Dialect) {
        guard let text = dialect.text(function.definition), let head = Token.read(text, dialect.kind),
            let language = Self.word(behind: "language", head)?.text,
            let body = Self.word(behind: "as", head, as: .string)?.text, let tokens = Token.read(body, dialect.kind)
        else { return nil }
        switch language.lowercased() {
        case "sql":
            read(query: tokens)
            quoted = SQLNames(body, kind: dialect.kind).quoted
        case "plpgsql": read(declarations: tokens)
        default: return nil
        }
    }

    private static func word(behind word: String, _ tokens: [Token], as kind: Token.Kind? = nil) -> Token? {
        for (index, token) in tokens.enumerated().dropLast() where token.isWord(word) {
            let next = tokens[index + 1]
            if kind.map({ next.kind == $0 }) ?? true { return next }
        }
        return nil
    }

    // MARK: Queries

    private mutating func read(query tokens: [Token]) {
        let named = Self.namedQueries(tokens)
        /// Whether a list of tables is open at each depth of brackets, and whether FROM there is a function's own word.
        var open: [(isList: Bool, isCall: Bool)] = [(false, false)]
        var awaits = false
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            let before = index > 0 ? tokens[index - 1] : nil
            index += 1
            switch token.kind {
            case .open:
                let isCall = before.map { $0.kind == .word && Self.fromCalls.contains($0.text) } ?? false
                open.append((awaits, isCall))
            case .close: if open.count > 1 { open.removeLast() }
            case .sign where token.text == ";":
                open = [(false, false)]
                awaits = false
            case .sign: awaits = token.text == "," && open[open.count - 1].isList
            case .string, .number: awaits = false
            case .word where Self.openers.contains(token.text):
                let isOwn =
                    switch token.text {
                    case "from": open[open.count - 1].isCall || before?.isWord("distinct") ?? false
                    case "update": ["for", "key", "do"].contains(before?.text)
                    default: false
                    }
                // Columns stand in brackets behind USING, and tables without.
                awaits = !isOwn && !(token.text == "using" && index < tokens.count && tokens[index].kind == .open)
                if awaits, token.text == "from" || token.text == "using" { open[open.count - 1].isList = true }
            case .word where Self.fillers.contains(token.text): break
            case .word where token.text == "on": awaits = false
            case .word where Self.enders.contains(token.text):
                awaits = false
                open[open.count - 1].isList = false
            case .word, .name:
                var path = [token.text]
                while index + 1 < tokens.count, tokens[index].text == ".", tokens[index].kind == .sign,
                    tokens[index + 1].isName
                {
                    path.append(tokens[index + 1].text)
                    index += 2
                }
                words.formUnion(path.map(ExactText.init))
                let isCalled = index < tokens.count && tokens[index].kind == .open
                if awaits, !isCalled || before.map({ ["into", "update"].contains($0.text) }) ?? false {
                    if path.count > 1 || !named.contains(ExactText(path[0])) { relations.append(path) }
                } else if isCalled, before?.text != ":", before?.text != "::", !(before?.isWord("as") ?? false) {
                    calls.append(path)
                }
                awaits = false
            }
        }
    }

    /// The names that WITH gives to queries.
    private static func namedQueries(_ tokens: [Token]) -> Set<ExactText> {
        var names: Set<ExactText> = []
        for (index, token) in tokens.enumerated() where token.isWord("as") && index > 0 {
            let next = tokens[(index + 1)...].first { !$0.isWord("not") && !$0.isWord("materialized") }
            guard next?.kind == .open else { continue }
            var start = index - 1
            if tokens[start].kind == .close {
                while start > 0, tokens[start].kind != .open { start -= 1 }
                start -= 1
            }
            if start >= 0, tokens[start].isName { names.insert(ExactText(tokens[start].text)) }
        }
        return names
    }

    private static let openers: Set = ["from", "join", "into", "update", "using"]
    private static let fillers: Set = ["only", "lateral"]
    private static let enders: Set = [
        "select", "with", "values", "where", "group", "order", "having", "limit", "offset", "fetch", "for", "union",
        "intersect", "except", "window", "returning", "set", "rows",
    ]
    private static let fromCalls: Set = ["extract", "substring", "trim", "overlay", "position"]

    // MARK: Procedures

    /// What variables are declared as: `orders%ROWTYPE`, `orders.total%TYPE`, `orders`.
    private mutating func read(declarations tokens: [Token]) {
        guard let start = tokens.firstIndex(where: { $0.isWord("declare") }) else { return }
        let end = tokens[start...].firstIndex { $0.isWord("begin") } ?? tokens.count
        for declaration in tokens[(start + 1)..<end].split(whereSeparator: { $0.text == ";" && $0.kind == .sign }) {
            let parts = Array(declaration.drop { $0.isWord("declare") }.dropFirst().drop { $0.isWord("constant") })
            var path: [String] = []
            var index = 0
            while index < parts.count, parts[index].isName {
                path.append(parts[index].text)
                guard index + 1 < parts.count, parts[index + 1].text == "." else { break }
                index += 2
            }
            let rest = parts.dropFirst(index + 1)
            guard rest.first?.text == "%", let suffix = rest.dropFirst().first else {
                words.formUnion(path.map(ExactText.init))
                continue
            }
            if suffix.isWord("rowtype") {
                relations.append(path)
            } else if suffix.isWord("type"), path.count > 1 {
                relations.append(path.dropLast())
                words.formUnion(path.suffix(1).map(ExactText.init))
            }
        }
    }
}

/// A piece of a body, whose names are as the server keeps them.
private struct Token {
    enum Kind {
        case word, name, number, string, open, close, sign
    }

    let kind: Kind
    let text: String

    func isWord(_ word: String) -> Bool { kind == .word && text == word }

    var isName: Bool { kind == .word || kind == .name }

    /// The tokens of a text without its comments; `nil` if it cannot be read to its end.
    static func read(_ text: String, _ kind: DatabaseKind) -> [Token]? {
        let bytes = Array(text.utf8)
        var lexer = SQLLexer(bytes, kind: kind)
        var tokens: [Token] = []
        do {
            while let token = try lexer.next() {
                let range = token.start..<token.end
                switch token.kind {
                case .lineComment, .blockComment: continue
                case .word: tokens.append(Token(kind: .word, text: bytes.lowercasedText(range)))
                case .quotedIdentifier:
                    tokens.append(Token(kind: .name, text: TableName.unquoted(bytes.text(range))))
                case .string:
                    guard let literal = SQLStringLiteral(bytes[range]) else { return nil }
                    tokens.append(Token(kind: .string, text: literal.value))
                case .number: tokens.append(Token(kind: .number, text: ""))
                case .openParenthesis: tokens.append(Token(kind: .open, text: "("))
                case .closeParenthesis: tokens.append(Token(kind: .close, text: ")"))
                case .semicolon, .operator, .other: tokens.append(Token(kind: .sign, text: bytes.text(range)))
                }
            }
        } catch {
            return nil
        }
        return tokens
    }
}
