/// A number of CSV in JSON's grammar, which both databases and ``NumberText`` read: COPY takes blanks around it, a plus
/// sign, zeros before it and a point at either end.
enum PlainNumber {
    /// The same number, in the payload or in `scratch`; a text that is no number comes back as something that is none.
    static func text(
        _ text: UnsafeBufferPointer<UInt8>,
        _ scratch: PayloadScratch
    ) -> UnsafeBufferPointer<UInt8> {
        if NumberText.isNumber(text) { return text }
        var rest = BlankText.trimmed(text)[...]
        scratch.reserve(rest.count + 2)
        var count = 0
        func put(_ byte: UInt8) {
            scratch.start[count] = byte
            count += 1
        }
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            if sign == UInt8(ascii: "-") { put(sign) }
            rest.removeFirst()
        }
        let digits = rest.prefix { $0 &- UInt8(ascii: "0") < 10 }
        rest = rest.dropFirst(digits.count)
        let hasPoint = rest.first == UInt8(ascii: ".")
        let fraction = hasPoint ? rest.dropFirst().prefix { $0 &- UInt8(ascii: "0") < 10 } : rest.prefix(0)
        if hasPoint { rest = rest.dropFirst(1 + fraction.count) }
        guard digits.count + fraction.count > 0 else { return text }
        let significant = digits.drop { $0 == UInt8(ascii: "0") }
        if significant.isEmpty { put(UInt8(ascii: "0")) }
        for byte in significant { put(byte) }
        if !fraction.isEmpty { put(UInt8(ascii: ".")) }
        for byte in fraction { put(byte) }
        for byte in rest { put(byte) }
        return UnsafeBufferPointer(start: scratch.start, count: count)
    }
}

/// The values of a column of numbers that are no numbers.
enum SpecialNumber: String {
    case notANumber = "NaN"
    case infinity = "Infinity"
    case minusInfinity = "-Infinity"

    /// The words that PostgreSQL writes and reads, in any case.
    init?(_ text: UnsafeBufferPointer<UInt8>) {
        // Almost every text is a number, which is told from these by its digits.
        guard text.count <= 9, let last = text.last,
            [UInt8(ascii: "n"), UInt8(ascii: "y"), UInt8(ascii: "f")].contains(last | 0x20)
        else { return nil }
        switch String(decoding: text, as: UTF8.self).lowercased() {
        case "nan": self = .notANumber
        case "infinity", "+infinity", "inf", "+inf": self = .infinity
        case "-infinity", "-inf": self = .minusInfinity
        default: return nil
        }
    }

    var double: Double {
        switch self {
        case .notANumber: .nan
        case .infinity: .infinity
        case .minusInfinity: -.infinity
        }
    }
}
