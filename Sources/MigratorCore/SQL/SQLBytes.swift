// The classes of bytes that PostgreSQL's and SQLite's scanners agree on.
extension UInt8 {
    @inline(__always) package var isSQLSpace: Bool {
        self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D || self == 0x0C
    }

    @inline(__always) package var isSQLBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }

    @inline(__always) package var isSQLDigit: Bool { self &- 0x30 < 10 }

    @inline(__always) package var isSQLLetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// Both databases take every byte outside ASCII for a letter.
    @inline(__always) package var startsSQLWord: Bool { isSQLLetter || self == 0x5F || self >= 0x80 }

    @inline(__always) var continuesSQLWord: Bool { startsSQLWord || isSQLDigit || self == 0x24 }

    @inline(__always) var isSQLOperator: Bool {
        switch self {
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "<"),
            UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "~"), UInt8(ascii: "!"), UInt8(ascii: "@"),
            UInt8(ascii: "#"), UInt8(ascii: "%"), UInt8(ascii: "^"), UInt8(ascii: "&"), UInt8(ascii: "|"),
            UInt8(ascii: "?"), UInt8(ascii: ":"):
            true
        default:
            false
        }
    }
}

extension [UInt8] {
    /// The bytes of `range` as text, ASCII letters made small.
    package func lowercasedText(_ range: Range<Int>) -> String {
        String(unsafeUninitializedCapacity: range.count) { text in
            for (index, byte) in self[range].enumerated() { text[index] = byte &- 0x41 < 26 ? byte | 0x20 : byte }
            return range.count
        }
    }

    /// The bytes of `range` as text.
    package func text(_ range: Range<Int>) -> String {
        String(decoding: self[range], as: UTF8.self)
    }

    /// `range` without white space at either end.
    package func trimmed(_ range: Range<Int>) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, self[lower].isSQLSpace { lower += 1 }
        while upper > lower, self[upper - 1].isSQLSpace { upper -= 1 }
        return lower..<upper
    }
}
