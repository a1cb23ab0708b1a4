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
        let word = sql.drop { $0.isWhitespace }.prefix(8).prefix { $0.isLetter }.uppercased()
        return ["SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "VALUES"].contains(word)
    }
}
