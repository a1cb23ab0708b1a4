import MigratorCore
import MigratorDatabase

/// Reads the arguments of a function, as its definition or the catalogue writes them.
enum PostgresArguments {
    /// The types of the arguments that tell it from others of its name, without names, modes and defaults.
    static func types(of arguments: String) -> String {
        let list = Words(arguments)
        guard !list.tokens.isEmpty else { return "" }
        return list.split(0..<list.tokens.count).compactMap { type(list, $0) }.joined(separator: ",")
    }

    private static func type(_ list: Words, _ range: Range<Int>) -> String? {
        var range = range
        func word(_ index: Int) -> String {
            guard range.contains(index) else { return "" }
            return list.bytes.lowercasedText(list.tokens[index].start..<list.tokens[index].end)
        }
        for index in range where ["default", "=", ":="].contains(word(index)) {
            range = range.lowerBound..<index
            break
        }
        switch word(range.lowerBound) {
        case "out", "table": return nil
        case "in", "inout", "variadic": range = range.dropFirst().indices
        default: break
        }
        let text = list.text(range)
        let whole = PostgresTypeSpelling(text).type
        guard range.count > 1, !whole.isBuiltIn else { return whole.text }
        // What begins with a name and a point, and what ends in brackets, has no name of an argument before it.
        let second = word(range.lowerBound + 1)
        guard ![".", "(", "["].contains(second) else { return whole.text }
        return PostgresTypeSpelling(list.text(range.dropFirst().indices)).type.text
    }

    private struct Words: SQLWords {
        let bytes: [UInt8]
        let tokens: [SQLToken]

        init(_ text: String) {
            bytes = Array(text.utf8)
            var lexer = SQLLexer(bytes, kind: .postgres)
            var tokens: [SQLToken] = []
            while let token = (try? lexer.next()) ?? nil {
                if !token.isComment { tokens.append(token) }
            }
            self.tokens = tokens
        }
    }
}
