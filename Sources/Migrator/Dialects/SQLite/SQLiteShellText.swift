import Database

/// Text as literals that also the shell `sqlite3` reads as they are.
///
/// It reads line by line and drops a carriage return before a line break, within quotes too.
enum SQLiteShellText {
    /// A text as a literal, or as an expression where a literal would not survive.
    static func literal(_ text: String) -> String {
        var quoted = "'"
        // By scalars: to Swift a quote and an accent after it are one character, and so are CR and LF.
        for scalar in text.unicodeScalars {
            if scalar == "'" { quoted += "'" }
            quoted.unicodeScalars.append(scalar)
        }
        quoted += "'"
        return text.utf8.contains(0x0D) ? restored(quoted) : quoted
    }

    /// A literal in which marks stand for carriage returns, in a call that puts these back.
    static func restored(_ quoted: String) -> String {
        var mark = "\\r"
        while !quoted.utf8.ranges(of: mark.utf8).isEmpty { mark += "_" }
        var marked = ""
        for scalar in quoted.unicodeScalars {
            if scalar == "\r" { marked += mark } else { marked.unicodeScalars.append(scalar) }
        }
        return "replace(\(marked), '\(mark)', char(13))"
    }
}

extension SQLiteShellText {
    /// A statement that the shell reads unchanged; `nil` if there is none.
    static func statement(_ sql: String) -> String? {
        let bytes = Array(sql.utf8)
        guard bytes.contains(0x0D) else { return sql }
        var lexer = SQLLexer(bytes, kind: .sqlite)
        var text: [UInt8] = []
        var end = 0
        var isFirst = true
        // Elsewhere than in an expression a literal must stay one.
        var takesExpressions = false
        while let token = try? lexer.next() {
            text += bytes[end..<token.start]
            end = token.end
            let part = bytes.text(token.start..<token.end)
            if isFirst, !token.isComment {
                isFirst = false
                takesExpressions = ["INSERT", "UPDATE", "DELETE", "REPLACE"].contains(part.uppercased())
            }
            guard !token.isComment, part.utf8.contains(0x0D) else {
                text += part.utf8
                continue
            }
            guard takesExpressions, token.kind == .string, part.hasPrefix("'") else { return nil }
            text += restored(part).utf8
        }
        return String(decoding: text + bytes[end...], as: UTF8.self)
    }
}
