import MigratorCore

/// A variable in a section, spelt as psql spells it: `:"name"` stands for a name, and `:'name'` for a text.
struct SQLVariable: Hashable, Sendable {
    let name: String
    /// The bytes of it, with its colon.
    let range: Range<Int>
    /// Whether its value is a name, and not a text.
    let isName: Bool

    /// The variable that ends with a token; `nil` if the token is none, as when a type cast's `::` stands before it.
    ///
    /// - Parameters:
    ///   - token: What was just read.
    ///   - before: The token before it.
    ///   - bytes: The file.
    init?(_ token: SQLToken, after before: SQLToken?, in bytes: [UInt8]) {
        guard let before, before.kind == .operator, before.end == token.start else { return nil }
        let mark = bytes[token.start]
        guard mark == UInt8(ascii: "'") || mark == UInt8(ascii: "\"") else { return nil }
        let colons = bytes[before.start..<before.end].reversed().prefix { $0 == UInt8(ascii: ":") }.count
        guard colons % 2 == 1 else { return nil }
        let content = token.start + 1..<token.end - 1
        guard !content.isEmpty, bytes[content].allSatisfy(Self.isNameByte) else { return nil }
        name = bytes.text(content)
        range = token.start - 1..<token.end
        isName = mark == UInt8(ascii: "\"")
    }

    /// Whether a byte may be part of a variable's name.
    static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isSQLLetter || byte.isSQLDigit || byte == UInt8(ascii: "_")
    }

    /// A value as the statement says it.
    func quoted(_ value: String) -> String {
        let mark: Character = isName ? "\"" : "'"
        var text = String(mark)
        for scalar in value.unicodeScalars {
            text.unicodeScalars.append(scalar)
            if Character(scalar) == mark { text.unicodeScalars.append(scalar) }
        }
        text.append(mark)
        return text
    }
}
