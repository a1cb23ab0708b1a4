import MigrationDSL

/// The declarations of a revision in a Swift file, as far as they are written out plainly.
///
/// The compiler knows more, and the build plugin is stricter; this reads files that `revision` and `merge` write, and
/// like ones written by hand, before the next build.
struct SwiftRevisionText: Equatable {
    private(set) var typeName = ""
    private(set) var id: RevisionID?
    private(set) var parents: [RevisionID] = []
    private(set) var branchLabels: [String] = []
    private(set) var dependsOn: [String] = []
    /// The constants whose values are not written out plainly.
    private(set) var unclear: [String] = []

    /// Reads a file; `nil` if it declares no revision.
    init?(_ text: String) {
        let tokens = Self.tokens(of: text)
        guard let name = Self.declaration(in: tokens) else { return nil }
        typeName = name
        for index in tokens.indices where tokens[index] == .word("static") {
            guard case .word(let name)? = tokens.dropFirst(index + 2).first else { continue }
            let values = Self.values(
                tokens.dropFirst(index + 3).prefix { $0 != .word("static") && $0 != .word("func") }
            )
            take(name, values)
        }
        if id == nil, !unclear.contains("id") { unclear.append("id") }
    }

    private mutating func take(_ name: String, _ values: [String]?) {
        guard ["id", "parents", "branchLabels", "dependsOn"].contains(name) else { return }
        guard let values, name != "id" || values.count == 1 else { return unclear.append(name) }
        switch name {
        case "id": id = RevisionID(values[0])
        case "parents": parents = values.map { RevisionID($0) }
        case "branchLabels": branchLabels = values
        default: dependsOn = values
        }
    }

    // MARK: Tokens

    private enum Token: Equatable {
        case word(String)
        /// A literal in one line; `nil` if it says more than its letters.
        case string(String?)
        case sign(Character)
    }

    /// The name of the first type that conforms to one of the protocols of revisions.
    private static func declaration(in tokens: [Token]) -> String? {
        let protocols: Set = ["Revision", "ReversibleRevision", "IrreversibleRevision"]
        for index in tokens.indices where tokens[index] == .word("struct") || tokens[index] == .word("enum") {
            guard case .word(let name)? = tokens.dropFirst(index + 1).first else { continue }
            let head = tokens.dropFirst(index + 2).prefix { $0 != .sign("{") }
            let conforms = head.contains { if case .word(let word) = $0 { protocols.contains(word) } else { false } }
            if head.first == .sign(":"), conforms { return name }
        }
        return nil
    }

    /// The texts of `= "…"` or `= ["…", …]`, with a type before or not; `nil` for anything else.
    private static func values(_ tokens: some Sequence<Token>) -> [String]? {
        let all = Array(tokens)
        guard let equals = all.firstIndex(of: .sign("=")), equals + 1 < all.count else { return nil }
        let value = all[(equals + 1)...]
        if case .string(let text) = value.first { return text.map { [$0] } }
        guard value.first == .sign("["), let end = value.firstIndex(of: .sign("]")) else { return nil }
        var texts: [String] = []
        for token in value[(equals + 2)..<end] where token != .sign(",") {
            guard case .string(let text?) = token else { return nil }
            texts.append(text)
        }
        return texts
    }

    private static func tokens(of text: String) -> [Token] {
        var tokens: [Token] = []
        var rest = text[...]
        while let first = rest.first {
            if rest.hasPrefix("//") {
                rest = rest.drop { !$0.isNewline }
            } else if rest.hasPrefix("/*") {
                rest = rest.firstRange(of: "*/").map { rest[$0.upperBound...] } ?? ""
            } else if rest.hasPrefix("\"\"\"") {
                rest.removeFirst(3)
                rest = rest.firstRange(of: "\"\"\"").map { rest[$0.upperBound...] } ?? ""
                tokens.append(.string(nil))
            } else if first == "\"" {
                tokens.append(string(&rest))
            } else if first.isLetter || first.isNumber || first == "_" {
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                tokens.append(.word(String(word)))
                rest = rest[word.endIndex...]
            } else {
                if !first.isWhitespace { tokens.append(.sign(first)) }
                rest.removeFirst()
            }
        }
        return tokens
    }

    private static func string(_ rest: inout Substring) -> Token {
        rest.removeFirst()
        var isPlain = true
        let start = rest
        while let next = rest.first, next != "\"", !next.isNewline {
            rest.removeFirst()
            guard next == "\\" else { continue }
            isPlain = false
            if !rest.isEmpty { rest.removeFirst() }
        }
        let text = String(start[..<rest.startIndex])
        if rest.first == "\"" { rest.removeFirst() }
        return .string(isPlain ? text : nil)
    }
}
