/// Names as SQLite compares them: capital ASCII letters are as good as small ones.
package enum SQLiteName {
    package static func same(_ left: String, _ right: String) -> Bool {
        folded(left) == folded(right)
    }

    package static func folded(_ name: String) -> [UInt8] {
        name.utf8.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
    }

    /// The name that a token stands for.
    package static func unquoted(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.count >= 2, let quote = bytes.first, "\"`['".utf8.contains(quote) else { return text }
        var inner: [UInt8] = []
        var index = 1
        while index < bytes.count - 1 {
            if quote != UInt8(ascii: "["), bytes[index] == quote { index += 1 }
            inner.append(bytes[index])
            index += 1
        }
        return String(decoding: inner, as: UTF8.self)
    }
}
