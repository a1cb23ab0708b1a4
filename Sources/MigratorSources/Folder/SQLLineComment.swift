import MigratorCore

/// The meaning of a `--` comment for the engine.
enum SQLLineComment {
    /// An ordinary comment.
    case plain
    /// `-- upgrade` or `-- downgrade`, alone on its line.
    case section(SQLSection)
    /// `-- key: value`; ranges of bytes.
    case field(key: Range<Int>, value: Range<Int>)
    /// `-- bulk-insert …`: what follows the word.
    case bulkInsert(arguments: Range<Int>)
    /// `-- touches: …`: the names.
    case touches(names: Range<Int>)
    /// A line that looks like a section line and is none.
    case almostSection(SQLSection)

    /// Reads the comment `token`.
    init(_ token: SQLToken, in bytes: [UInt8]) {
        let content = bytes.trimmed(token.start + 2..<token.end)
        self = .plain
        guard let first = content.first.map({ bytes[$0] }) else { return }
        if first.isSQLLetter {
            var keyEnd = content.lowerBound
            while keyEnd < content.upperBound, Self.isKeyByte(bytes[keyEnd]) { keyEnd += 1 }
            let key = content.lowerBound..<keyEnd
            if let found = Self.word(key, content, in: bytes) {
                self = found
                return
            }
            var colon = keyEnd
            while colon < content.upperBound, bytes[colon].isSQLBlank { colon += 1 }
            if colon < content.upperBound, bytes[colon] == UInt8(ascii: ":") {
                let value = bytes.trimmed(colon + 1..<content.upperBound)
                // An address such as https://… is no field.
                let isAddress = value.lowerBound == colon + 1 && value.first.map { bytes[$0] } == UInt8(ascii: "/")
                if !isAddress { self = .field(key: key, value: value) }
            }
        } else if Self.isDecoration(first) {
            self = Self.decorated(content, in: bytes) ?? .plain
        }
    }

    private static func word(_ key: Range<Int>, _ content: Range<Int>, in bytes: [UInt8]) -> SQLLineComment? {
        switch key.count {
        case 7 where bytes.lowercasedText(key) == "touches":
            let rest = bytes.trimmed(key.upperBound..<content.upperBound)
            guard let colon = rest.first, bytes[colon] == UInt8(ascii: ":") else { return nil }
            return .touches(names: bytes.trimmed(colon + 1..<rest.upperBound))
        case 10 where key == content && bytes.lowercasedText(key) == "repeatable":
            return .field(key: key, value: content.upperBound..<content.upperBound)
        case 11 where bytes.lowercasedText(key) == "bulk-insert":
            return .bulkInsert(arguments: bytes.trimmed(key.upperBound..<content.upperBound))
        case 7, 9:
            if key == content, let section = SQLSection(rawValue: bytes.lowercasedText(key)) {
                return .section(section)
            }
            return decorated(content, in: bytes)
        default:
            return key.count > 9 ? decorated(content, in: bytes) : nil
        }
    }

    /// `---- downgrade ----`, `-- downgrade:` and the like: comments that are meant as a section.
    private static func decorated(_ content: Range<Int>, in bytes: [UInt8]) -> SQLLineComment? {
        var lower = content.lowerBound
        var upper = content.upperBound
        while lower < upper, isDecoration(bytes[lower]) { lower += 1 }
        while upper > lower, isDecoration(bytes[upper - 1]) { upper -= 1 }
        guard upper - lower == 7 || upper - lower == 9 else { return nil }
        return SQLSection(rawValue: bytes.lowercasedText(lower..<upper)).map { .almostSection($0) }
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        byte.isSQLLetter || byte.isSQLDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    private static func isDecoration(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: "*"), UInt8(ascii: "#"), UInt8(ascii: ":"),
            UInt8(ascii: ">"), UInt8(ascii: "<"), UInt8(ascii: "+"), 0x20, 0x09, 0x0D:
            true
        default:
            false
        }
    }
}
