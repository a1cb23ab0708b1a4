package import MigratorDatabase

/// Cuts SQL text into tokens, by the rules of the scanner of `psql` and of SQLite.
///
/// Where only one of the two gives a spelling a meaning (`E'…'`, dollar quotes, back quotes) it has that meaning under
/// every kind: another database would refuse it anyway. Two spellings mean different things, as ``SQLRules`` says:
/// `[…]` is an identifier in SQLite and a subscript in PostgreSQL, and block comments nest in PostgreSQL only. These set
/// `isAmbiguous`.
package struct SQLLexer {
    package let bytes: [UInt8]
    private let rules: SQLRules
    let end: Int
    var position: Int
    /// Whether another kind could read the text so far differently.
    package private(set) var isAmbiguous = false

    package init(_ bytes: [UInt8], kind: DatabaseKind) {
        self.init(bytes, bytes.indices, kind: kind)
    }

    /// Reads a part of a text, as if there were no more.
    init(_ bytes: [UInt8], _ range: Range<Int>, kind: DatabaseKind) {
        self.bytes = bytes
        rules = kind.rules
        self.end = range.upperBound
        self.position = range.lowerBound
    }

    /// The next token, comments included, or `nil` at the end.
    package mutating func next() throws(SQLProblem) -> SQLToken? {
        while position < end, bytes[position].isSQLSpace { position += 1 }
        guard position < end else { return nil }
        let start = position
        let byte = bytes[start]
        let following = self.byte(at: start + 1)
        let found: SQLToken.Kind
        switch byte {
        case UInt8(ascii: "-") where following == UInt8(ascii: "-"):
            found = try lineComment()
        case UInt8(ascii: "/") where following == UInt8(ascii: "*"):
            found = try blockComment()
        case UInt8(ascii: "'"):
            try string(from: start)
            found = .string
        case UInt8(ascii: "\""), UInt8(ascii: "`"):
            try quotedIdentifier(from: start)
            found = .quotedIdentifier
        case UInt8(ascii: "["):
            found = try bracket()
        case UInt8(ascii: "$"):
            found = try dollar()
        case UInt8(ascii: "("):
            found = single(.openParenthesis)
        case UInt8(ascii: ")"):
            found = single(.closeParenthesis)
        case UInt8(ascii: ";"):
            found = single(.semicolon)
        case UInt8(ascii: "\\"):
            throw SQLProblem(
                at: start,
                "a backslash outside quotes; commands of psql (\\copy, \\i, \\set) are not SQL and cannot be run"
            )
        case UInt8(ascii: "."):
            found = following.isSQLDigit ? number() : single(.other)
        default:
            if byte.startsSQLWord {
                found = try word()
            } else if byte.isSQLDigit {
                found = number()
            } else if byte.isSQLOperator {
                found = operators()
            } else {
                found = single(.other)
            }
        }
        return SQLToken(kind: found, start: start, end: position)
    }

    @inline(__always) private func byte(at offset: Int) -> UInt8 {
        offset < end ? bytes[offset] : 0
    }

    private mutating func single(_ found: SQLToken.Kind) -> SQLToken.Kind {
        position += 1
        return found
    }

    private mutating func operators() -> SQLToken.Kind {
        while position < end, bytes[position].isSQLOperator {
            let following = byte(at: position + 1)
            if bytes[position] == UInt8(ascii: "-"), following == UInt8(ascii: "-") { break }
            if bytes[position] == UInt8(ascii: "/"), following == UInt8(ascii: "*") { break }
            position += 1
        }
        return .operator
    }

    private mutating func number() -> SQLToken.Kind {
        let start = position
        let isHexadecimal = byte(at: start) == 0x30 && byte(at: start + 1) | 0x20 == UInt8(ascii: "x")
        while position < end {
            let byte = bytes[position]
            let isSign = byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
            if isSign {
                guard bytes[position - 1] | 0x20 == UInt8(ascii: "e"), !isHexadecimal else { break }
                guard self.byte(at: position + 1).isSQLDigit else { break }
            } else if !byte.startsSQLWord, !byte.isSQLDigit, byte != UInt8(ascii: ".") {
                // Not `$` either: in `1$a$…$a$` it opens a quote.
                break
            }
            position += 1
        }
        return .number
    }

    private mutating func word() throws(SQLProblem) -> SQLToken.Kind {
        let start = position
        while position < end, bytes[position].continuesSQLWord { position += 1 }
        guard position < end else { return .word }
        let quote = bytes[position]
        let prefix = bytes[start] | 0x20
        if position - start == 1 {
            if quote == UInt8(ascii: "'") {
                switch prefix {
                case UInt8(ascii: "e"):
                    try escapeString(from: start)
                    return .string
                case UInt8(ascii: "b"), UInt8(ascii: "x"), UInt8(ascii: "n"):
                    try string(from: start)
                    return .string
                default:
                    return .word
                }
            }
            if prefix == UInt8(ascii: "u"), quote == UInt8(ascii: "&") {
                let opening = byte(at: position + 1)
                if opening == UInt8(ascii: "'") {
                    position += 1
                    try string(from: start)
                    return .string
                }
                if opening == UInt8(ascii: "\"") {
                    position += 1
                    try quotedIdentifier(from: start)
                    return .quotedIdentifier
                }
            }
        }
        return .word
    }

    private mutating func lineComment() throws(SQLProblem) -> SQLToken.Kind {
        while position < end, bytes[position] != 0x0A {
            if bytes[position] == 0x0D, position + 1 < end {
                throw SQLProblem(
                    at: position,
                    "a carriage return alone within a comment: PostgreSQL ends the comment there and SQLite does not; "
                        + "end lines with LF or CRLF"
                )
            }
            position += 1
        }
        return .lineComment
    }

    private mutating func blockComment() throws(SQLProblem) -> SQLToken.Kind {
        let start = position
        var depth = 1
        position += 2
        while position < end {
            let byte = bytes[position]
            if byte == UInt8(ascii: "*"), self.byte(at: position + 1) == UInt8(ascii: "/") {
                position += 2
                depth -= 1
                if depth == 0 { return .blockComment }
            } else if byte == UInt8(ascii: "/"), self.byte(at: position + 1) == UInt8(ascii: "*") {
                isAmbiguous = true
                // Where comments do not nest there is no second opening: in `/*/` the star may still close.
                position += rules.nestsComments ? 2 : 1
                if rules.nestsComments { depth += 1 }
            } else {
                position += 1
            }
        }
        throw SQLProblem(at: start, "this comment is never closed; add */")
    }

    private mutating func bracket() throws(SQLProblem) -> SQLToken.Kind {
        isAmbiguous = true
        guard rules.quotesNamesInBrackets else { return single(.other) }
        let start = position
        while position < end, bytes[position] != UInt8(ascii: "]") { position += 1 }
        guard position < end else { throw SQLProblem(at: start, "this identifier is never closed; add ]") }
        position += 1
        return .quotedIdentifier
    }
}

// Quotes. Each begins with `position` at the opening quote; `start` is where the token began, for the message.
extension SQLLexer {
    /// `'…'` in which only a doubled quote stands for a quote.
    private mutating func string(from start: Int) throws(SQLProblem) {
        guard skip(past: UInt8(ascii: "'")) else {
            throw SQLProblem(at: start, "this string is never closed; add '")
        }
    }

    private mutating func quotedIdentifier(from start: Int) throws(SQLProblem) {
        let quote = bytes[position]
        guard skip(past: quote) else {
            let mark = quote == UInt8(ascii: "\"") ? "\"" : "`"
            throw SQLProblem(at: start, "this identifier is never closed; add \(mark)")
        }
    }

    private mutating func skip(past quote: UInt8) -> Bool {
        position += 1
        while position < end {
            if bytes[position] == quote {
                if byte(at: position + 1) != quote {
                    position += 1
                    return true
                }
                position += 1
            }
            position += 1
        }
        return false
    }

    /// `E'…'`, where a backslash takes the next character with it, also in the parts that follow on later lines.
    private mutating func escapeString(from start: Int) throws(SQLProblem) {
        while true {
            position += 1
            var isClosed = false
            while position < end, !isClosed {
                switch bytes[position] {
                case UInt8(ascii: "\\"):
                    position += 2
                case UInt8(ascii: "'") where byte(at: position + 1) == UInt8(ascii: "'"):
                    position += 2
                case UInt8(ascii: "'"):
                    position += 1
                    isClosed = true
                default:
                    position += 1
                }
            }
            guard isClosed else {
                position = end
                throw SQLProblem(at: start, "this string is never closed; add '")
            }
            guard let further = continuation(from: position) else { return }
            position = further
        }
    }

    /// Where a string that was closed goes on: a quote after white space with a line break in it, as SQL has it.
    private func continuation(from offset: Int) -> Int? {
        var index = offset
        var sawLineBreak = false
        while index < end {
            let byte = bytes[index]
            if byte == 0x0A {
                sawLineBreak = true
            } else if byte == UInt8(ascii: "'") {
                return sawLineBreak ? index : nil
            } else if sawLineBreak, byte == UInt8(ascii: "-"), self.byte(at: index + 1) == UInt8(ascii: "-") {
                while index + 1 < end, bytes[index + 1] != 0x0A { index += 1 }
            } else if !byte.isSQLSpace {
                return nil
            }
            index += 1
        }
        return nil
    }

    /// `$tag$…$tag$`, or a parameter such as `$1` or `$name`.
    private mutating func dollar() throws(SQLProblem) -> SQLToken.Kind {
        let start = position
        var index = start + 1
        if !byte(at: index).isSQLDigit {
            while index < end, bytes[index].continuesSQLWord, bytes[index] != UInt8(ascii: "$") { index += 1 }
        }
        guard byte(at: index) == UInt8(ascii: "$") else {
            position += 1
            while position < end, bytes[position].continuesSQLWord { position += 1 }
            return .word
        }
        let tag = start...index
        position = index + 1
        while position + tag.count <= end {
            if bytes[position] == UInt8(ascii: "$"), bytes[tag].elementsEqual(bytes[position..<position + tag.count]) {
                position += tag.count
                return .string
            }
            position += 1
        }
        throw SQLProblem(at: start, "this dollar quote is never closed; add \(bytes.text(start..<index + 1))")
    }
}
