import MigratorCore
import MigratorDatabase

/// What a query shows, as far as it is columns that bear their own names.
struct SelectList {
    /// Where the columns end that stand in the list alone, with or without their table.
    private(set) var plainEnds: Set<Int> = []

    init(_ bytes: [UInt8], _ kind: DatabaseKind) {
        var lexer = SQLLexer(bytes, kind: kind)
        var tokens: [SQLToken] = []
        while let token = (try? lexer.next()) ?? nil { if !token.isComment { tokens.append(token) } }
        func word(_ token: SQLToken) -> String? {
            token.kind == .word ? bytes.lowercasedText(token.start..<token.end) : nil
        }
        guard let first = tokens.first, word(first) == "select" else { return }
        var (item, depth): ([SQLToken], Int) = ([], 0)
        for token in tokens.dropFirst() {
            let text = bytes.text(token.start..<token.end)
            if text == "(" { depth += 1 }
            if text == ")" { depth -= 1 }
            let isEnd = depth == 0 && (word(token) == "from" || text == ";")
            if isEnd || depth == 0 && text == "," {
                close(item, bytes)
                item = []
            } else if !(item.isEmpty && ["distinct", "all"].contains(word(token))) {
                item.append(token)
            }
            if isEnd { return }
        }
        close(item, bytes)
    }

    private mutating func close(_ item: [SQLToken], _ bytes: [UInt8]) {
        let names = item.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        let marks = item.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        guard let last = item.last, names.count == marks.count + 1, names.count < 4,
            names.allSatisfy({ $0.kind == .word || $0.kind == .quotedIdentifier }),
            marks.allSatisfy({ bytes.text($0.start..<$0.end) == "." })
        else { return }
        plainEnds.insert(last.end)
    }
}
