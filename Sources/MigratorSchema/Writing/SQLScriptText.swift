import MigratorCore
import MigratorDatabase

/// SQL in groups of statements with an empty line between them.
struct SQLScriptText {
    private(set) var text = ""
    private let kind: DatabaseKind
    private var isInGroup = false

    init(_ kind: DatabaseKind) {
        self.kind = kind
    }

    /// A line of a comment, with what follows it.
    mutating func comment(_ line: String) {
        open()
        text += "-- \(line)\n"
    }

    /// A statement, to which a semicolon is added.
    mutating func statement(_ sql: String) {
        open()
        // Behind a comment that ends with its line a semicolon would be part of it.
        text += sql + (endsInComment(sql) ? "\n;\n" : ";\n")
    }

    /// Statements that stand together.
    mutating func group(_ statements: [String]) {
        for sql in statements { statement(sql) }
        endGroup()
    }

    /// Ends a group, if one is open.
    mutating func endGroup() {
        isInGroup = false
    }

    private mutating func open() {
        if !isInGroup, !text.isEmpty { text += "\n" }
        isInGroup = true
    }

    private func endsInComment(_ sql: String) -> Bool {
        var lexer = SQLLexer(Array(sql.utf8), kind: kind)
        var last: SQLToken?
        while let token = try? lexer.next() { last = token }
        return last?.kind == .lineComment
    }
}
