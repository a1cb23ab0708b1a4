/// A piece of Swift source; comments are no tokens.
package struct Token: Hashable {
    enum Kind: Hashable {
        /// An identifier, a keyword or a number.
        case word
        /// An identifier in backticks, which is never a keyword.
        case quotedWord
        /// A string; its text if it has neither escapes nor interpolations and stands on one line.
        case string(plain: String?)
        /// A regular expression.
        case regex
        /// `#if`, `#endif` and what else begins with a number sign.
        case directive
        /// One byte of punctuation.
        case symbol
    }

    let kind: Kind
    let text: String
    let position: Position
    /// The doc comment before it.
    let doc: DocComment?

    func isWord(_ word: String) -> Bool { kind == .word && text == word }
    func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }

    var isName: Bool { kind == .word || kind == .quotedWord }
}

/// The lines of a doc comment, without what marks it as one.
struct DocComment: Hashable {
    var lines: [String]
    fileprivate(set) var lastLine: Int
}

extension DocComment {
    /// Creates a comment of one `///` line.
    init(line text: String, at number: Int) {
        self.init(lines: [text], lastLine: number)
    }

    /// Creates a comment of the text between `/**` and `*/`.
    init(block text: String, endingAt number: Int) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            let bare = line.drop(while: \.isWhitespace)
            return String(bare.hasPrefix("*") ? bare.dropFirst() : bare)
        }
        self.init(lines: lines, lastLine: number)
    }

    /// Takes the next `///` line.
    mutating func append(_ text: String, at number: Int) {
        lines.append(text)
        lastLine = number
    }
}
