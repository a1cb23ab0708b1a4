import MigratorSystem

/// What a page's script reads: JSON that is safe within an element of HTML.
enum PageValue {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([PageValue])
    /// A list with an element a line, so that two pages differ in the lines of what differs.
    case lines([PageValue])
    case members([Member])

    /// A member of an object.
    struct Member {
        let name: String
        let value: PageValue
    }

    /// An object; members that say nothing are left out.
    static func object(_ members: KeyValuePairs<String, PageValue?>) -> PageValue {
        .members(
            members.compactMap { name, value in
                guard let value, !value.isEmpty else { return nil }
                return Member(name: name, value: value)
            }
        )
    }

    /// A list of texts.
    static func texts(_ texts: [String]) -> PageValue { .list(texts.map { .text($0) }) }

    private var isEmpty: Bool {
        switch self {
        case .text(let text): text.isEmpty
        case .number: false
        case .flag(let flag): !flag
        case .list(let list), .lines(let list): list.isEmpty
        case .members(let members): members.isEmpty
        }
    }

    /// The value as JSON in which nothing can end the element that it stands in, or begin another.
    var text: String {
        var bytes: [UInt8] = []
        write(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func write(into bytes: inout [UInt8]) {
        switch self {
        case .text(let text): Self.write(text, into: &bytes)
        case .number(let number): bytes += String(number).utf8
        case .flag(let flag): bytes += (flag ? "true" : "false").utf8
        case .list(let values): Self.write(values, between: ",", into: &bytes)
        case .lines(let values): Self.write(values, between: ",\n", into: &bytes)
        case .members(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.write(member.name, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(into: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ values: [PageValue], between: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { bytes += between.utf8 }
            value.write(into: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private static func write(_ text: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "<") {
                JSONString.append(unit: UInt16(byte), to: &bytes)
            } else {
                JSONString.append(byte, to: &bytes)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
