import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSystem

/// The tokens of a statement, in one spelling for all that the database surely reads alike.
enum StatementSpelling {
    /// Words in small letters, names without quotes where they need none, texts by their value; without comments, the
    /// home schema before names that are its own, and words that say only what is to be done if the object is there.
    static func tokens(_ text: String, homeNames: Set<ExactText>, _ dialect: any Dialect) -> String {
        guard var pieces = pieces(text, dialect.kind) else { return "text " + text }
        drop(["or", "replace"], behind: "create", from: &pieces)
        drop(["if", "not", "exists"], behind: nil, from: &pieces)
        if let execute = pieces.firstIndex(where: { $0 == "execute" }), execute + 1 < pieces.count {
            // One word for another since PostgreSQL 11.
            if pieces[0] == "create", pieces[execute + 1] == "procedure" { pieces[execute + 1] = "function" }
        }
        var kept: [String] = []
        var index = 0
        while index < pieces.count {
            let isHome =
                index + 2 < pieces.count && pieces[index].isExactly(dialect.homeSchema)
                && pieces[index + 1] == "." && homeNames.contains(ExactText(pieces[index + 2]))
            let isFirst = index == 0 || pieces[index - 1] != "."
            if isHome, isFirst { index += 2 }
            kept.append(pieces[index])
            index += 1
        }
        return kept.joined(separator: "\u{1}")
    }

    /// A text in which names have become others, as the database changes it where a table or a column is renamed.
    ///
    /// A query whose columns keep their names, as those of a view may, says the former name of each that it shows.
    static func renamed(
        _ text: String,
        _ newNames: [ExactText: String],
        keepingColumns: Bool = false,
        _ dialect: any Dialect
    ) -> String {
        guard !newNames.isEmpty else { return text }
        let bytes = Array(text.utf8)
        let shown = keepingColumns ? SelectList(bytes, dialect.kind).plainEnds : []
        var lexer = SQLLexer(bytes, kind: dialect.kind)
        var renamed: [UInt8] = []
        var end = 0
        while let token = (try? lexer.next()) ?? nil {
            guard token.kind == .word || token.kind == .quotedIdentifier else { continue }
            let spelled = bytes.text(token.start..<token.end)
            let small = bytes.lowercasedText(token.start..<token.end)
            let name = token.kind == .word ? small : SQLiteName.unquoted(spelled)
            guard let newName = newNames[ExactText(dialect.comparedName(name))] else { continue }
            // A function bears a name of its own.
            let rest = bytes[token.end...].first { !$0.isSQLSpace }
            if rest == UInt8(ascii: "(") { continue }
            renamed += bytes[end..<token.start]
            renamed += Array(SQLFragment(name: newName).text.utf8)
            if shown.contains(token.end) { renamed += Array(" AS \(SQLFragment(name: name).text)".utf8) }
            end = token.end
        }
        return String(decoding: renamed + bytes[end...], as: UTF8.self)
    }

    private static func drop(_ words: [String], behind first: String?, from pieces: inout [String]) {
        guard pieces.first == "create" else { return }
        let end = min(pieces.count, 6)
        for start in 1..<max(end, 1) where start + words.count <= pieces.count {
            guard Array(pieces[start..<start + words.count]) == words else { continue }
            if first != nil, pieces[start - 1] != first { continue }
            pieces.removeSubrange(start..<start + words.count)
            return
        }
    }

    /// The tokens, one text each; `nil` for a statement that cannot be read to its end.
    private static func pieces(_ text: String, _ kind: DatabaseKind) -> [String]? {
        let bytes = Array(text.utf8)
        var lexer = SQLLexer(bytes, kind: kind)
        var pieces: [String] = []
        do {
            while let token = try lexer.next() {
                if token.isComment { continue }
                let range = token.start..<token.end
                switch token.kind {
                case .string:
                    guard let literal = SQLStringLiteral(bytes[range]) else { return nil }
                    pieces.append(literal.isText ? "'\(literal.value)'" : literal.value)
                case .quotedIdentifier:
                    // The house's own rule says which names need no quotes.
                    pieces.append(SQLCanonical.text(of: bytes.text(range), kind: kind, .tokens))
                default: pieces.append(bytes.lowercasedText(range))
                }
            }
        } catch {
            return nil
        }
        while pieces.last == ";" { pieces.removeLast() }
        return pieces
    }
}
