import MigratorCore

/// The value of a literal in quotes, in whichever way they are written.
struct SQLStringLiteral {
    /// The text without quotes, or a literal of bytes or bits as it is written but for the case of its letters.
    let value: String
    /// Whether it is text.
    let isText: Bool

    /// Reads a token; `nil` for one whose escapes are not worked out.
    init?(_ token: ArraySlice<UInt8>) {
        guard let first = token.first else { return nil }
        switch first {
        case UInt8(ascii: "'"):
            value = Self.plain(token.dropFirst().dropLast())
            isText = true
        case UInt8(ascii: "$"):
            guard let end = token.dropFirst().firstIndex(of: UInt8(ascii: "$")) else { return nil }
            let tag = token.distance(from: token.startIndex, to: end) + 1
            value = String(decoding: token.dropFirst(tag).dropLast(tag), as: UTF8.self)
            isText = true
        case UInt8(ascii: "e"), UInt8(ascii: "E"):
            guard let text = Self.escaped(token.dropFirst(2).dropLast()) else { return nil }
            value = text
            isText = true
        case UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "b"), UInt8(ascii: "B"):
            value = Array(token).lowercasedText(0..<token.count)
            isText = false
        default: return nil
        }
    }

    private static func plain(_ text: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        var isSecond = false
        for byte in text {
            isSecond = byte == UInt8(ascii: "'") && !isSecond
            if !isSecond { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `nil` for escapes by number, and for text that goes on in another pair of quotes.
    private static func escaped(_ text: ArraySlice<UInt8>) -> String? {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "'") {
                guard rest.popFirst() == byte else { return nil }
                bytes.append(byte)
                continue
            }
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "r"): bytes.append(0x0D)
            case UInt8(ascii: "\\"): bytes.append(byte)
            case UInt8(ascii: "'"): bytes.append(UInt8(ascii: "'"))
            default: return nil
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
