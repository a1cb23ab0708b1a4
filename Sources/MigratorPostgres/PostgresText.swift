/// Texts of libpq and the server, made fit for a message.
enum PostgresText {
    /// The lines of a message as one.
    static func line(_ text: String) -> String {
        text.split { $0.isNewline }.map { line in line.drop { $0.isWhitespace } }.joined(separator: "; ")
    }

    /// Whether only blanks, comments and semicolons are left, which the server takes for no statement.
    static func isBlank(_ text: String) -> Bool {
        var rest = text[...]
        while let character = rest.first {
            if rest.hasPrefix("--") {
                rest = rest.drop { !$0.isNewline }
            } else if rest.hasPrefix("/*") {
                guard let end = rest.firstRange(of: "*/") else { return false }
                rest = rest[end.upperBound...]
            } else if character.isWhitespace || character == ";" {
                rest.removeFirst()
            } else {
                return false
            }
        }
        return true
    }

    /// Whether a statement may give rows, as far as its letters say; one that begins with a comment may.
    static func mayGiveRows(_ sql: String) -> Bool {
        let text = sql.utf8.drop { $0 == 0x20 || 0x09...0x0D ~= $0 }
        let word = text.prefix(10).prefix { ($0 | 0x20) &- 0x61 < 26 }.map { $0 | 0x20 }
        if definitions.contains(where: { $0.elementsEqual(word) }) { return false }
        guard changes.contains(where: { $0.elementsEqual(word) }) else { return true }
        return !sql.lowercased().utf8.ranges(of: "returning".utf8).isEmpty
    }

    private static let definitions = [
        "create", "alter", "drop", "comment", "grant", "revoke", "set", "reset", "begin", "commit", "rollback",
        "savepoint", "release", "truncate", "lock", "do",
    ].map(\.utf8)
    private static let changes = ["insert", "update", "delete", "merge"].map(\.utf8)

    /// The text without what stands between its first and its last double quote.
    static func withoutQuotation(_ text: String) -> String {
        guard let first = text.firstIndex(of: "\""), let last = text.lastIndex(of: "\""), first < last else {
            return text
        }
        return text[...first] + "…" + text[last...]
    }
}
