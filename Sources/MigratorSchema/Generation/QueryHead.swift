import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// The columns that a query shows and what it reads them from, as far as its text tells.
struct QueryHead {
    private let columns: [[String]]?
    private let source: [String]

    /// How many columns it shows; `nil` if that is not known.
    var columnCount: Int? { columns?.count }

    init(_ query: String, _ dialect: any Dialect) {
        let tokens = ExpressionToken.read(query, dialect.kind, takesNamesForText: false) ?? []
        guard tokens.first?.isWord("select") ?? false, !(tokens.dropFirst().first?.isWord("distinct") ?? false) else {
            (columns, source) = (nil, [])
            return
        }
        var (columns, source): ([[String]], [String]) = ([[]], [])
        var (depth, isBehind, isDone) = (0, false, false)
        for token in tokens.dropFirst() {
            if token.kind == .open { depth += 1 }
            if token.kind == .close { depth -= 1 }
            if depth == 0, token.kind == .word, ["union", "intersect", "except"].contains(token.text) {
                (self.columns, self.source) = (nil, [])
                return
            }
            if depth == 0, token.isWord("from") {
                isBehind = true
            } else if depth == 0, token.kind == .word,
                ["where", "group", "having", "order", "limit"].contains(token.text)
            {
                isDone = true
            } else if isDone {
                continue
            } else if isBehind {
                source.append(token.text)
            } else if depth == 0, token.kind == .sign, token.text == "," {
                columns.append([])
            } else {
                columns[columns.count - 1].append(token.text)
            }
        }
        let isKnown = columns.allSatisfy { !$0.isEmpty && !$0.contains("*") }
        self.columns = isKnown ? columns.map(Self.plain) : nil
        self.source = source
    }

    /// A column without the name of its table.
    private static func plain(_ tokens: [String]) -> [String] {
        tokens.count == 3 && tokens[1] == "." ? [tokens[2]] : tokens
    }

    /// Whether it surely shows what another does, perhaps with more columns behind.
    func extends(_ other: QueryHead) -> Bool {
        guard let columns, let others = other.columns, source == other.source, columns.count >= others.count else {
            return false
        }
        return Array(columns.prefix(others.count)) == others
    }
}

extension ExpressionToken {
    fileprivate func isWord(_ text: String) -> Bool { kind == .word && self.text == text }
}
