import MigratorCore
import MigratorDatabase

/// Statements that also the shell `psql` reads as they are.
///
/// Outside of quotes and comments it puts the value of a variable in the place of `:name`, and it has variables of its
/// own: `list[1:PORT]` would become `list[1:5432]`. A space after the colon means the same to the server.
package enum PostgresShellText {
    /// A statement in which the shell finds no variable.
    package static func statement(_ sql: String) -> String {
        let bytes = Array(sql.utf8)
        guard bytes.contains(UInt8(ascii: ":")) else { return sql }
        var lexer = SQLLexer(bytes, kind: .postgres)
        var text: [UInt8] = []
        var end = 0
        while let token = try? lexer.next() {
            text += bytes[end..<token.start]
            end = token.end
            switch token.kind {
            case .string, .quotedIdentifier, .lineComment, .blockComment: text += bytes[token.start..<end]
            default: append(token, of: bytes, to: &text)
            }
        }
        return String(decoding: text + bytes[end...], as: UTF8.self)
    }

    private static func append(_ token: SQLToken, of bytes: [UInt8], to text: inout [UInt8]) {
        let colon = UInt8(ascii: ":")
        var index = token.start
        while index < token.end {
            text.append(bytes[index])
            index += 1
            guard bytes[index - 1] == colon, index < bytes.count else { continue }
            if bytes[index] == colon || bytes[index] == UInt8(ascii: "="), index < token.end {
                // A cast or an assignment is no beginning of a name.
                text.append(bytes[index])
                index += 1
            } else if beginsVariable(bytes[index]) {
                text.append(UInt8(ascii: " "))
            }
        }
    }

    /// `:name`, `:'name'`, `:"name"` and `:{?name}`; a name may begin with a digit.
    private static func beginsVariable(_ byte: UInt8) -> Bool {
        byte.startsSQLWord || byte.isSQLDigit || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"")
            || byte == UInt8(ascii: "{")
    }
}
