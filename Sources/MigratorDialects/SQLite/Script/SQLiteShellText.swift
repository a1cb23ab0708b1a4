import MigratorCore
import MigratorDatabase

/// Text as literals that also the shell `sqlite3` reads as they are.
///
/// It reads line by line and drops a carriage return before a line break, within quotes too. To it a line of nothing
/// but `/` or `go` ends a statement, and one that begins with `.` or `#` is none.
package enum SQLiteShellText {
    /// A text as a literal, or as an expression where a literal would not survive.
    package static func literal(_ text: String) -> String {
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
    package static func statement(_ sql: String) -> String? {
        withoutReturns(sql).map(withoutCommands)
    }

    /// A statement that the shell reads unchanged.
    ///
    /// - Throws: ``ScriptRefusal`` if there is none.
    static func unchanged(_ sql: String) throws(ScriptRefusal) -> String {
        guard let text = statement(sql) else {
            throw ScriptRefusal(
                "sqlite3 would drop a carriage return in '\(sql.prefix(60))…'",
                "Write the text with char(13), or run the revision against the database"
            )
        }
        return text
    }

    private static func withoutReturns(_ sql: String) -> String? {
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

    /// The statement with an empty comment before each line that would be the shell's own.
    private static func withoutCommands(_ sql: String) -> String {
        let bytes = Array(sql.utf8)
        let lines = [0] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
        var commands = lines.filter { isCommand(bytes[$0...].prefix { $0 != 0x0A }) }
        guard !commands.isEmpty else { return sql }
        var lexer = SQLLexer(bytes, kind: .sqlite)
        // Within quotes and comments the shell looks for none.
        while let token = try? lexer.next() {
            commands.removeAll { token.start < $0 && $0 < token.end }
        }
        var text: [UInt8] = []
        var end = 0
        for line in commands {
            text += bytes[end..<line] + "/**/ ".utf8
            end = line
        }
        return String(decoding: text + bytes[end...], as: UTF8.self)
    }

    /// Whether a line, outside of quotes and comments, says something to the shell.
    private static func isCommand(_ line: ArraySlice<UInt8>) -> Bool {
        if line.first == UInt8(ascii: ".") || line.first == UInt8(ascii: "#") { return true }
        var line = line.drop { $0.isSQLSpace || $0 == 0x0B }
        if line.first == UInt8(ascii: "/") {
            line.removeFirst()
        } else if line.count > 1, line.prefix(2).map({ $0 | 0x20 }) == Array("go".utf8) {
            line.removeFirst(2)
        } else {
            return false
        }
        // What follows may only be white space, to which the shell counts comments.
        line = line.drop { $0.isSQLSpace || $0 == 0x0B }
        let next = line.prefix(2)
        return next.isEmpty || next.elementsEqual("--".utf8) || next.elementsEqual("/*".utf8)
    }
}
