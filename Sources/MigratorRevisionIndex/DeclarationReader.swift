/// Finds the declarations of a file and those of their members that matter.
struct DeclarationReader {
    private(set) var declarations: [Declaration] = []
    private(set) var members: [Member] = []

    private let tokens: [Token]
    /// The open braces, each with the declaration that it belongs to.
    private var scopes: [String?] = []
    /// The braces that open the bodies of declarations.
    private var bodies: [Int: String] = [:]
    private var conditionals = 0

    init(_ source: [UInt8]) {
        tokens = Lexer.tokens(of: source)
        for index in tokens.indices { read(index) }
    }

    private mutating func read(_ index: Int) {
        let token = tokens[index]
        switch (token.kind, token.text) {
        case (.symbol, "{"): scopes.append(bodies[index])
        case (.symbol, "}"): _ = scopes.popLast()
        case (.directive, "#if"): conditionals += 1
        case (.directive, "#endif"): conditionals -= 1
        case (.word, "struct"), (.word, "enum"), (.word, "class"), (.word, "actor"), (.word, "extension"):
            readDeclaration(index)
        case (.word, "func"): readFunction(index)
        case (.word, "static"): readStatic(index)
        default: break
        }
    }

    private func token(_ index: Int) -> Token? {
        tokens.indices.contains(index) ? tokens[index] : nil
    }

    private func isSymbol(_ symbol: String, at index: Int) -> Bool {
        token(index)?.isSymbol(symbol) ?? false
    }

    // MARK: Types

    private mutating func readDeclaration(_ keyword: Int) {
        guard var name = token(keyword + 1), name.isName else { return }
        var index = keyword + 2
        while isSymbol(".", at: index), let part = token(index + 1), part.isName {
            name = part
            index += 2
        }
        let isGeneric = isSymbol("<", at: index)
        if isGeneric { index = skipAngles(from: index) }
        guard let (inheritance, body) = inheritance(from: index) else { return }
        bodies[body] = name.text

        let start = startOfDeclaration(keyword)
        let words = tokens[start..<keyword]
        declarations.append(
            Declaration(
                keyword: tokens[keyword].text,
                name: name.text,
                inheritance: inheritance,
                isGeneric: isGeneric,
                isPrivate: words.contains { $0.isWord("private") || $0.isWord("fileprivate") },
                isAtFileLevel: scopes.isEmpty,
                isConditional: conditionals > 0,
                doc: tokens[start...keyword].lazy.compactMap(\.doc).first,
                position: tokens[keyword].position
            )
        )
    }

    /// The names after a colon and the brace that opens the body; `nil` if it is no declaration.
    private func inheritance(from start: Int) -> (names: [String], body: Int)? {
        var index = start
        var names: [String] = []
        var path: [String] = []
        if isSymbol(":", at: index) {
            index += 1
            while let token = token(index), !token.isSymbol("{"), !token.isWord("where") {
                switch token.text {
                case ",", "&":
                    names.append(Self.name(of: path))
                    path = []
                case "<": index = skipAngles(from: index) - 1
                case "(": index = skipParentheses(from: index) - 1
                case "@": index += 1
                case ".", ":": path.append(".")
                case _ where token.isName: path.append(token.text)
                case "~": break
                default: return nil
                }
                index += 1
            }
            names.append(Self.name(of: path))
        }
        if token(index)?.isWord("where") ?? false {
            while let token = token(index), !token.isSymbol("{") { index += 1 }
        }
        return isSymbol("{", at: index) ? (names, index) : nil
    }

    /// The protocol that a part of an inheritance clause names, with its module if that is another one's.
    private static func name(of path: [String]) -> String {
        guard let last = path.last else { return "" }
        guard path.dropLast().last == ".", let module = path.dropLast().last(where: { $0 != "." }) else { return last }
        return module == "MigrationDSL" ? last : "\(module).\(last)"
    }

    /// The first of the attributes and modifiers before a keyword.
    private func startOfDeclaration(_ keyword: Int) -> Int {
        let modifiers: Set = [
            "public", "package", "internal", "private", "fileprivate", "open", "final", "nonisolated",
        ]
        var start = keyword
        while start > 0 {
            var index = start - 1
            if isSymbol(")", at: index) {
                var depth = 0
                repeat {
                    if isSymbol(")", at: index) { depth += 1 }
                    if isSymbol("(", at: index) { depth -= 1 }
                    index -= 1
                } while depth > 0 && index >= 0
            }
            guard let word = token(index), word.isName || word.kind == .directive else { break }
            while isSymbol(".", at: index - 1) { index -= 2 }
            if isSymbol("@", at: index - 1) {
                start = index - 1
            } else if modifiers.contains(word.text) {
                start = index
            } else {
                break
            }
        }
        return start
    }

    private func skipAngles(from start: Int) -> Int {
        skip(from: start, open: "<", close: ">")
    }

    private func skipParentheses(from start: Int) -> Int {
        skip(from: start, open: "(", close: ")")
    }

    /// The index after the bracket that closes the one at `start`.
    private func skip(from start: Int, open: String, close: String) -> Int {
        var depth = 0
        var index = start
        while let token = token(index) {
            if token.isSymbol(open) { depth += 1 }
            // The end of an arrow closes nothing.
            if token.isSymbol(close), !isSymbol("-", at: index - 1) { depth -= 1 }
            index += 1
            if depth == 0 { break }
        }
        return index
    }

    // MARK: Members

    /// The type whose body's first level this is.
    private var owner: String? {
        scopes.count == 1 ? scopes[0] : nil
    }

    private mutating func readFunction(_ index: Int) {
        guard let owner, let name = token(index + 1), name.isWord("downgrade"), isSymbol("(", at: index + 2) else {
            return
        }
        let parameters = tokens[(index + 2)..<skipParentheses(from: index + 2)]
        guard parameters.contains(where: { $0.isWord("Operations") }) else { return }
        members.append(Member(kind: .downgrade, owner: owner, position: tokens[index].position))
    }

    private mutating func readStatic(_ start: Int) {
        guard let owner else { return }
        var index = start + 1
        while let token = token(index), token.kind == .word, !token.isWord("let"), !token.isWord("var") { index += 1 }
        guard let keyword = token(index), keyword.isWord("let") || keyword.isWord("var"),
            let name = token(index + 1)
        else { return }
        switch name.text {
        case "irreversible":
            members.append(Member(kind: .irreversible, owner: owner, position: tokens[start].position))
        case "id":
            members.append(Member(kind: .id(plainValue(after: index + 2)), owner: owner, position: name.position))
        default: break
        }
    }

    /// The text of `= "…"`, `= RevisionID("…")` or `{ "…" }`, with a type before or not, if nothing else follows.
    private func plainValue(after start: Int) -> String? {
        var index = start
        if isSymbol(":", at: index) {
            index += 1
            while let token = token(index), !token.isSymbol("="), !token.isSymbol("{") { index += 1 }
        }
        guard isSymbol("=", at: index) || isSymbol("{", at: index) else { return nil }
        index += 1
        var isCall = false
        while let token = token(index), token.isWord("RevisionID") || token.isWord("init") || token.isSymbol(".") {
            index += 1
        }
        if isSymbol("(", at: index) {
            isCall = true
            index += 1
        }
        guard let literal = token(index), case .string(let plain?) = literal.kind else { return nil }
        index += 1
        if isCall {
            guard isSymbol(")", at: index) else { return nil }
            index += 1
        }
        guard let next = token(index) else { return plain }
        let ends = next.isSymbol("}") || next.isSymbol(";") || next.position.line > literal.position.line
        return ends && !next.isSymbol("+") && !next.isSymbol(".") ? plain : nil
    }
}
