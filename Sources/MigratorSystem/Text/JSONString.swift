/// Texts as strings of JSON, which escape what RFC 8259 wants escaped and no more.
package enum JSONString {
    /// The text with its quotes.
    package static func quoted(_ text: String) -> String {
        var bytes = [UInt8(ascii: "\"")]
        bytes.reserveCapacity(text.utf8.count + 2)
        for byte in text.utf8 { append(byte, to: &bytes) }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends a byte of a text's UTF-8, or the escape of its character.
    package static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0x09: bytes += #"\t"#.utf8
        case 0x0A: bytes += #"\n"#.utf8
        case 0x0D: bytes += #"\r"#.utf8
        case ..<0x20: append(unit: UInt16(byte), to: &bytes)
        default: bytes.append(byte)
        }
    }

    /// Appends the escape of a character by the number of its UTF-16: `\u001b`.
    package static func append(unit: UInt16, to bytes: inout [UInt8]) {
        bytes += #"\u"#.utf8
        bytes += Digest.hex([UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit)]).utf8
    }
}
