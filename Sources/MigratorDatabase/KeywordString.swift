/// Reads strings such as `host=localhost password='it\'s'` by libpq's rules.
///
/// https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING
package enum KeywordString {
    /// Whether a text is such a string, and no URL or path: as psql does, by what stands before its first '='.
    package static func isOne(_ text: String) -> Bool {
        let key = text.drop { $0.isWhitespace }.prefix { $0 != "=" }
        guard key.endIndex < text.endIndex else { return false }
        let name = key.prefix { !$0.isWhitespace }
        let isName = name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
        return !name.isEmpty && isName && key[name.endIndex...].allSatisfy(\.isWhitespace)
    }

    /// The parameters that it sets.
    ///
    /// - Throws: `DatabaseFailure` that repeats nothing of it, as any part may turn out to be a piece of the password.
    package static func parameters(of text: String) throws(DatabaseFailure) -> [String: String] {
        var parameters: [String: String] = [:]
        var rest = text[...]
        while true {
            rest = rest.drop { $0.isWhitespace }
            guard !rest.isEmpty else { return parameters }
            let key = rest.prefix { $0 != "=" && !$0.isWhitespace }
            rest = rest[key.endIndex...].drop { $0.isWhitespace }
            guard !key.isEmpty, rest.popFirst() == "=" else {
                throw malformed("a keyword has no '='; a value with blanks is to be quoted")
            }
            rest = rest.drop { $0.isWhitespace }
            parameters[String(key)] = try value(&rest)
        }
    }

    private static func value(_ rest: inout Substring) throws(DatabaseFailure) -> String {
        var value = ""
        let isQuoted = rest.first == "'"
        if isQuoted { rest.removeFirst() }
        while let character = rest.first {
            if isQuoted ? character == "'" : character.isWhitespace { break }
            rest.removeFirst()
            if character == "\\", let escaped = rest.popFirst() {
                value.append(escaped)
            } else {
                value.append(character)
            }
        }
        if isQuoted, rest.popFirst() == nil { throw malformed("a quotation has no end") }
        guard !value.utf8.contains(0) else { throw malformed("a value holds a zero byte") }
        return value
    }

    private static func malformed(_ reason: String) -> DatabaseFailure {
        DatabaseFailure(.cannotOpen, "the connection string is malformed: \(reason)")
    }
}
