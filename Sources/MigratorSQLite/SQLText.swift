/// The properties of a statement that its text alone shows.
package enum SQLText {
    /// Whether only blanks, comments and semicolons are left.
    package static func isBlank(_ bytes: some Collection<UInt8>) -> Bool {
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
    package static func isDML(_ sql: String) -> Bool {
        var word: UInt64 = 0
        for byte in sql.utf8 {
            if word == 0, byte == 0x20 || 0x09...0x0D ~= byte { continue }
            // Every word has letters alone, which differ from the small ones by one bit, and less than eight of them.
            let letter = byte | 0x20
            guard letter &- 0x61 < 26 else { break }
            guard word >> 56 == 0 else { return false }
            word = word << 8 | UInt64(letter)
        }
        return words.contains(word)
    }

    private static let words = ["select", "insert", "update", "delete", "replace", "with", "values"].map {
        $0.utf8.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
