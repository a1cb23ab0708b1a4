import MigratorSystem

/// A JSON value; an object's keys keep their order.
enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Int)
    /// A part of a whole, to four decimals.
    case ratio(Double)
    case string(String)
    case array([JSON])
    case object([Member])

    /// A key and its value.
    struct Member: Hashable, Sendable {
        let key: String
        let value: JSON
    }

    /// An object; members without a value are left out.
    static func object(_ members: KeyValuePairs<String, JSON?>) -> JSON {
        .object(members.compactMap { key, value in value.map { Member(key: key, value: $0) } })
    }

    /// An array of strings.
    static func strings(_ texts: some Sequence<some CustomStringConvertible>) -> JSON {
        .array(texts.map { .string($0.description) })
    }

    /// The value on one line.
    var text: String {
        var bytes: [UInt8] = []
        write(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func write(into bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .number(let value): bytes += String(value).utf8
        case .ratio(let value):
            let parts = Int((value * 10_000).rounded())
            let digits = String(abs(parts) % 10_000)
            let decimals = String(repeating: "0", count: 4 - digits.count) + digits
            bytes += "\(parts < 0 ? "-" : "")\(abs(parts) / 10_000).\(decimals)".utf8
        case .string(let text): Self.write(text, into: &bytes)
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                value.write(into: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.write(member.key, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(into: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ text: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            // JSON allows these raw; a terminal that the object is printed on would obey them.
            if scalar.value >= 0x20, TerminalText.isControl(scalar) {
                for unit in scalar.utf16 { JSONString.append(unit: unit, to: &bytes) }
            } else {
                for byte in scalar.utf8 { JSONString.append(byte, to: &bytes) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
