/// What `psql` and the `sqlite3` shell keep in mind to know whether a `;` ends a statement.
///
/// psql: not within parentheses, nor within the body of a function that begins with BEGIN ATOMIC. sqlite3: not within a
/// trigger, until `;`, END, `;` follow each other; a CASE … END needs no counting that way.
package struct SQLStatementBoundary {
    /// The first words of the statement in small letters; empty text stands for anything that is no word.
    package private(set) var lead: [String] = []
    /// Where the statement's first token begins, or `nil` between statements.
    package private(set) var start: Int?
    /// Where its last token ends.
    package private(set) var end = 0
    /// A word outside parentheses which the rules ask for: `stdin`, `stdout` or `concurrently`.
    package private(set) var notable: Set<String> = []

    private var depth = 0
    private var outerParenthesis = 0
    private var body = Body.none
    private var bodyStart = 0
    private var previous = Previous.other
    /// The token before the one at hand.
    private var last = 0..<0

    package init() {}

    private enum Body: Equatable {
        case none
        case trigger
        case function(depth: Int)
    }

    private enum Previous {
        case semicolon, begin, endAfterSemicolon, other
    }

    /// Why the statement cannot end here, or `nil` if it may.
    package var unfinished: SQLProblem? {
        if depth > 0 { return SQLProblem(at: outerParenthesis, "this parenthesis is never closed; add )") }
        switch body {
        case .none:
            return nil
        case .trigger:
            guard previous != .endAfterSemicolon else { return nil }
            return SQLProblem(at: bodyStart, "this trigger's body is never closed; end it with END; after a ;")
        case .function(let depth):
            guard depth > 0 else { return nil }
            return SQLProblem(at: bodyStart, "this function's body is never closed; add END;")
        }
    }

    /// Takes a token that is no comment; returns whether it ended the statement.
    package mutating func take(_ token: SQLToken, in bytes: [UInt8]) -> Bool {
        if token.kind == .semicolon { return takeSemicolon(token) }
        if start == nil { start = token.start }
        end = token.end
        let before = previous
        previous = .other
        defer { last = token.start..<token.end }
        switch token.kind {
        case .openParenthesis:
            if depth == 0 { outerParenthesis = token.start }
            depth += 1
        case .closeParenthesis:
            depth = max(0, depth - 1)
        case .word where depth == 0:
            takeWord(token, after: before, in: bytes)
            return false
        default:
            break
        }
        if lead.count < Self.leadLength { lead.append("") }
        return false
    }

    /// Forgets the statement.
    package mutating func reset() {
        lead.removeAll(keepingCapacity: true)
        start = nil
        if !notable.isEmpty { notable = [] }
        depth = 0
        body = .none
        previous = .other
    }

    private static let leadLength = 6

    private mutating func takeSemicolon(_ token: SQLToken) -> Bool {
        guard start != nil else { return true }
        if unfinished == nil { return true }
        previous = .semicolon
        end = token.end
        return false
    }

    private mutating func takeWord(_ token: SQLToken, after before: Previous, in bytes: [UInt8]) {
        let isLeading = lead.count < Self.leadLength
        let mayMatter = isLeading || (3...6).contains(token.count) || token.count == 12
        guard mayMatter else { return }
        let word = bytes.lowercasedText(token.start..<token.end)
        if isLeading { lead.append(token.count <= 15 ? word : " ") }
        switch word {
        case "begin":
            if body == .none, isTrigger, !isName(in: bytes) {
                body = .trigger
                bodyStart = token.start
            }
            previous = .begin
            if body == .none { bodyStart = token.start }
        case "atomic" where before == .begin && body == .none && isRoutine:
            body = .function(depth: 1)
        case "case":
            if case .function(let depth) = body, depth > 0 { body = .function(depth: depth + 1) }
        case "end":
            if case .function(let depth) = body, depth > 0 { body = .function(depth: depth - 1) }
            if before == .semicolon { previous = .endAfterSemicolon }
        case "stdin", "stdout", "concurrently":
            notable.insert(word)
        default:
            break
        }
    }

    /// Whether a word that may begin a trigger's body is a name, of the trigger or of a table or a column of its own.
    ///
    /// Neither database reserves it, and on PostgreSQL a trigger has no body.
    private func isName(in bytes: [UInt8]) -> Bool {
        Self.beforeNames.contains(bytes.lowercasedText(last))
    }

    private static let beforeNames: Set<String> = [
        "trigger", "exists", "on", "of", "from", "as", "table", "function", "procedure", ".", ",",
    ]

    private var isTrigger: Bool {
        lead.first == "create" && (matches("trigger", at: 1) || (isTemporary && matches("trigger", at: 2)))
    }

    private var isTemporary: Bool { matches("temp", at: 1) || matches("temporary", at: 1) }

    private var isRoutine: Bool {
        guard lead.first == "create" else { return false }
        let index = matches("or", at: 1) && matches("replace", at: 2) ? 3 : 1
        return matches("function", at: index) || matches("procedure", at: index)
    }

    private func matches(_ word: String, at index: Int) -> Bool {
        index < lead.count && lead[index] == word
    }
}
