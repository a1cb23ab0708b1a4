/// A slow, plain reader of RFC 8259 to compare the scanner with: an array of objects, or one object a line.
struct ReferenceJSON {
    struct Invalid: Error {}

    private let bytes: [UInt8]
    private var index = 0

    /// The number of rows, or `nil` if the payload is invalid.
    static func rowCount(_ bytes: [UInt8]) -> Int? {
        if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) { return nil }
        let plain = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        guard String(validating: plain, as: UTF8.self) != nil else { return nil }
        var reader = ReferenceJSON(bytes: plain)
        return try? reader.array()
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func space() {
        while let byte, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 }
    }

    private mutating func take(_ expected: Character) -> Bool {
        guard byte == expected.asciiValue else { return false }
        index += 1
        return true
    }

    private mutating func need(_ expected: Character) throws {
        guard take(expected) else { throw Invalid() }
    }

    private mutating func array() throws -> Int {
        var rows = 0
        space()
        try need("[")
        space()
        if !take("]") {
            repeat {
                space()
                guard byte == UInt8(ascii: "{") else { throw Invalid() }
                let names = try object(depth: 0)
                guard Set(names).count == names.count else { throw Invalid() }
                rows += 1
                space()
            } while take(",")
            try need("]")
        }
        space()
        guard byte == nil else { throw Invalid() }
        return rows
    }

    private mutating func object(depth: Int) throws -> [String] {
        var names: [String] = []
        try need("{")
        space()
        if take("}") { return names }
        repeat {
            space()
            names.append(try string())
            space()
            try need(":")
            try value(depth: depth)
            space()
        } while take(",")
        try need("}")
        return names
    }

    private mutating func value(depth: Int) throws {
        space()
        switch byte {
        case UInt8(ascii: "{"):
            guard depth < 512 else { throw Invalid() }
            _ = try object(depth: depth + 1)
        case UInt8(ascii: "["):
            guard depth < 512 else { throw Invalid() }
            index += 1
            space()
            if take("]") { return }
            repeat {
                try value(depth: depth + 1)
                space()
            } while take(",")
            try need("]")
        case UInt8(ascii: "\""):
            _ = try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        default: try number()
        }
    }

    private mutating func word(_ word: String) throws {
        for character in word { try need(character) }
    }

    private mutating func digits() -> Int {
        var count = 0
        while let byte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            index += 1
            count += 1
        }
        return count
    }

    private mutating func number() throws {
        _ = take("-")
        if !take("0"), digits() == 0 { throw Invalid() }
        if take("."), digits() == 0 { throw Invalid() }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            guard digits() > 0 else { throw Invalid() }
        }
    }

    private mutating func unit() throws -> UInt16 {
        guard index + 4 <= bytes.count,
            bytes[index..<index + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
        else { throw Invalid() }
        index += 4
        return unit
    }

    private mutating func string() throws -> String {
        var units: [UInt8] = []
        try need("\"")
        while true {
            guard let byte else { throw Invalid() }
            index += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: units, as: UTF8.self) }
            if byte < 0x20 { throw Invalid() }
            guard byte == UInt8(ascii: "\\") else {
                units.append(byte)
                continue
            }
            guard let letter = self.byte else { throw Invalid() }
            index += 1
            switch letter {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): units.append(letter)
            case UInt8(ascii: "b"): units.append(8)
            case UInt8(ascii: "f"): units.append(12)
            case UInt8(ascii: "n"): units.append(10)
            case UInt8(ascii: "r"): units.append(13)
            case UInt8(ascii: "t"): units.append(9)
            case UInt8(ascii: "u"):
                var pair = [try unit()]
                if UTF16.isLeadSurrogate(pair[0]) {
                    guard take("\\"), take("u") else { throw Invalid() }
                    pair.append(try unit())
                }
                guard let text = String(validating: pair, as: UTF16.self) else { throw Invalid() }
                units += Array(text.utf8)
            default: throw Invalid()
            }
        }
    }
}
