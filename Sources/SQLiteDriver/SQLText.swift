/// What can be told of a statement from its text alone.
enum SQLText {
    /// Whether only blanks, comments and semicolons are left.
    static func isBlank(_ bytes: some Collection<UInt8>) -> Bool {
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x0C,
                UInt8(ascii: ";"):
                continue
            case UInt8(ascii: "-") where rest.first == UInt8(ascii: "-"):
                rest = rest.drop { $0 != UInt8(ascii: "\n") }
            case UInt8(ascii: "/") where rest.first == UInt8(ascii: "*"):
                rest = rest.dropFirst()
                var last: UInt8 = 0
                while let next = rest.popFirst(), !(last == UInt8(ascii: "*") && next == UInt8(ascii: "/")) {
                    last = next
                }
            default: return false
            }
        }
        return true
    }

    /// Whether the text begins as one that reads or changes rows does.
    static func isDML(_ sql: String) -> Bool {
        let text = sql.utf8.drop { $0 == 0x20 || 0x09...0x0D ~= $0 }
        // Every word has letters alone, which differ from the small ones by one bit.
        let word = text.prefix(8).prefix { ($0 | 0x20) &- 0x61 < 26 }.map { $0 | 0x20 }
        return words.contains { $0.elementsEqual(word) }
    }

    private static let words = ["select", "insert", "update", "delete", "replace", "with", "values"].map(\.utf8)
}
