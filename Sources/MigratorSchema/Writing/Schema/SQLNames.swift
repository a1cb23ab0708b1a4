import MigratorCore
import MigratorDatabase
import MigratorSystem

/// The names that stand in SQL text, wherever: what it may be about.
struct SQLNames {
    /// All names, each in the form that ``folded(_:)`` gives it.
    private(set) var names: Set<ExactText> = []
    /// The names that stand before a parenthesis, as that of a function does.
    private(set) var called: Set<ExactText> = []
    /// The names that stand in strings, as in `nextval('numbers')`.
    private(set) var quoted: Set<ExactText> = []

    /// Reads a text as a database would; what cannot be read to its end names nothing more.
    ///
    /// With `bodies`, a string that may be the body of a function is read, too.
    init(_ text: String, kind: DatabaseKind, bodies: Bool = false) {
        let bytes = Array(text.utf8)
        var lexer = SQLLexer(bytes, kind: kind)
        var last: ExactText?
        while let token = try? lexer.next() {
            switch token.kind {
            case .word, .quotedIdentifier:
                let name = Self.plain(bytes[token.start..<token.end], token.kind)
                names.insert(name)
                last = name
                continue
            case .openParenthesis: if let last { called.insert(last) }
            case .string:
                quoted.formUnion(Self.parts(bytes[token.start..<token.end]))
                if bodies, let body = Self.body(bytes[token.start..<token.end]) {
                    let inside = SQLNames(body, kind: kind, bodies: true)
                    names.formUnion(inside.names)
                    called.formUnion(inside.called)
                    quoted.formUnion(inside.quoted)
                }
            default: break
            }
            last = nil
        }
    }

    /// Whether a name stands in it; letters of ASCII count as one in either case.
    func mention(_ name: String) -> Bool { names.contains(Self.folded(name)) }

    /// A name with small letters for the capitals of ASCII.
    static func folded(_ name: String) -> ExactText {
        ExactText(String(decoding: name.utf8.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self))
    }

    private static func plain(_ bytes: ArraySlice<UInt8>, _ kind: SQLToken.Kind) -> ExactText {
        let text = String(decoding: bytes, as: UTF8.self)
        guard kind == .quotedIdentifier, let mark = bytes.last else { return folded(text) }
        let inner = bytes.dropFirst().dropLast()
        let quote = UnicodeScalar(mark)
        let name = String(decoding: inner, as: UTF8.self)
        return folded(mark == UInt8(ascii: "]") ? name : name.replacing("\(quote)\(quote)", with: "\(quote)"))
    }

    /// What stands between the quotes or the dollars of a string; `nil` if it is of one word.
    private static func body(_ bytes: ArraySlice<UInt8>) -> String? {
        let isDollar = bytes.first == UInt8(ascii: "$")
        let mark = isDollar ? UInt8(ascii: "$") : UInt8(ascii: "'")
        guard let open = (isDollar ? bytes.dropFirst() : bytes).firstIndex(of: mark),
            let close = (isDollar ? bytes.dropLast() : bytes).lastIndex(of: mark), open < close
        else { return nil }
        let text = String(decoding: bytes[(open + 1)..<close], as: UTF8.self)
        guard text.contains(where: { $0.isWhitespace || $0 == "(" }) else { return nil }
        return isDollar ? text : text.replacing("''", with: "'")
    }

    /// The names of a string such as `'app."Numbers"'`.
    private static func parts(_ bytes: ArraySlice<UInt8>) -> [ExactText] {
        let text = String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
        return text.split(separator: ".").map { part in
            folded(part.hasPrefix("\"") && part.hasSuffix("\"") ? String(part.dropFirst().dropLast()) : String(part))
        }
    }
}
