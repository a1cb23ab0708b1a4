import MigratorDatabase

/// The tokens of a piece of SQL, comments left out.
package protocol SQLWords {
    /// The text.
    var bytes: [UInt8] { get }
    /// What it is made of.
    var tokens: [SQLToken] { get }
}

extension SQLWords {
    package func isKind(_ index: Int, _ kind: SQLToken.Kind) -> Bool {
        tokens.indices.contains(index) && tokens[index].kind == kind
    }

    func isComma(_ index: Int) -> Bool {
        isKind(index, .other) && text(index..<index + 1) == ","
    }

    /// The text of a range as written, as far as there is any.
    package func text(_ range: Range<Int>) -> String {
        let range = range.clamped(to: tokens.indices)
        guard let first = range.first, let last = range.last else { return "" }
        return bytes.text(tokens[first].start..<tokens[last].end)
    }

    /// The index after the parenthesis that closes the one at `index`; `nil` if none does.
    package func afterParentheses(_ index: Int) -> Int? {
        var depth = 0
        for later in index..<max(index, tokens.count) {
            if tokens[later].kind == .openParenthesis { depth += 1 }
            if tokens[later].kind == .closeParenthesis {
                depth -= 1
                if depth == 0 { return later + 1 }
            }
        }
        return nil
    }

    /// The ranges between the commas of a range, those in parentheses not counted.
    package func split(_ range: Range<Int>) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        var depth = 0
        for index in range where tokens.indices.contains(index) {
            if tokens[index].kind == .openParenthesis { depth += 1 }
            if tokens[index].kind == .closeParenthesis { depth -= 1 }
            if depth == 0, isComma(index) {
                parts.append(start..<index)
                start = index + 1
            }
        }
        return parts + [start..<max(start, range.upperBound)]
    }
}
