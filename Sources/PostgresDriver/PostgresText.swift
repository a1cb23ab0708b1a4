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

    /// The text without what stands between its first and its last double quote.
    static func withoutQuotation(_ text: String) -> String {
        guard let first = text.firstIndex(of: "\""), let last = text.lastIndex(of: "\""), first < last else {
            return text
        }
        return text[...first] + "…" + text[last...]
    }
}
