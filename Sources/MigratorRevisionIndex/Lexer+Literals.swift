// Strings and regular expressions: skipped whole, since either may hold what looks like a declaration.

extension Lexer {
    /// Skips a string with its delimiters; returns its text if that is written out plainly.
    mutating func skipString(hashes: Int) -> String? {
        let isMultiline = starts(with: "\"\"\"", after: hashes) && !(hashes > 0 && endsOnThisLine(hashes: hashes))
        let quotes = isMultiline ? 3 : 1
        advance(hashes + quotes)
        let start = offset
        var isPlain = !isMultiline

        while let byte = peek() {
            if byte == UInt8(ascii: "\""), closes(quotes: quotes, hashes: hashes) {
                let end = offset
                advance(quotes + hashes)
                return isPlain ? text(from: start, to: end) : nil
            }
            if byte.isNewline, !isMultiline { return nil }
            if byte == UInt8(ascii: "\\"), isHashes(hashes, after: 1) {
                isPlain = false
                advance(1 + hashes)
                if peek() == UInt8(ascii: "(") { skipInterpolation() } else { advance() }
            } else {
                advance()
            }
        }
        return nil
    }

    /// Skips the code between the parentheses of an interpolation, with strings of its own.
    private mutating func skipInterpolation() {
        var depth = 0
        while let token = next() {
            if token.isSymbol("(") { depth += 1 }
            if token.isSymbol(")") { depth -= 1 }
            if depth == 0 { return }
        }
    }

    private func isHashes(_ count: Int, after distance: Int) -> Bool {
        (0..<count).allSatisfy { peek(distance + $0) == UInt8(ascii: "#") }
    }

    private func closes(quotes: Int, hashes: Int) -> Bool {
        (0..<quotes).allSatisfy { peek($0) == UInt8(ascii: "\"") } && isHashes(hashes, after: quotes)
    }

    /// Whether what looks like the opening of a multi-line string is one of one line, such as `#"""#`.
    private func endsOnThisLine(hashes: Int) -> Bool {
        var distance = hashes + 1
        while let byte = peek(distance), !byte.isNewline {
            if byte == UInt8(ascii: "\""), isHashes(hashes, after: distance + 1) { return true }
            distance += 1
        }
        return false
    }

    /// Whether a slash is no operator: as in the compiler, one that clings to what follows and not to what precedes
    /// it, and that another slash closes on its line.
    var beginsRegex: Bool {
        let before = offset == 0 ? UInt8.newline : bytes[offset - 1]
        guard before.isWhitespace || "([{,;:".utf8.contains(before) else { return false }
        guard let first = peek(1), !first.isWhitespace else { return false }
        var distance = 1
        var depth = 0
        while let byte = peek(distance), !byte.isNewline {
            switch byte {
            case UInt8(ascii: "/"): return true
            case UInt8(ascii: "\\"): distance += 1
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth -= 1
            default: break
            }
            if depth < 0 { return false }
            distance += 1
        }
        return false
    }

    mutating func skipRegex() {
        advance()
        while let byte = peek(), byte != UInt8(ascii: "/") {
            advance(byte == UInt8(ascii: "\\") ? 2 : 1)
        }
        advance()
    }

    mutating func skipExtendedRegex(hashes: Int) {
        advance(hashes + 1)
        while let byte = peek() {
            if byte == UInt8(ascii: "/"), isHashes(hashes, after: 1) {
                advance(1 + hashes)
                return
            }
            advance(byte == UInt8(ascii: "\\") ? 2 : 1)
        }
    }
}
