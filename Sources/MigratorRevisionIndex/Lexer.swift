/// Cuts Swift source into tokens, as far as needed to find declarations: what stands in comments, strings and
/// regular expressions is never taken for code.
struct Lexer {
    let bytes: [UInt8]
    private(set) var offset = 0
    private var line = 1
    private var lineStart = 0
    private var doc: DocComment?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
        if starts(with: "#!") { skipLine() }
    }

    /// All tokens of a source text.
    static func tokens(of bytes: [UInt8]) -> [Token] {
        var lexer = Lexer(bytes)
        var tokens: [Token] = []
        while let token = lexer.next() { tokens.append(token) }
        return tokens
    }

    var position: Position { Position(line: line, column: offset - lineStart + 1) }

    /// The byte `distance` after the current one.
    func peek(_ distance: Int = 0) -> UInt8? {
        let index = offset + distance
        return bytes.indices.contains(index) ? bytes[index] : nil
    }

    func starts(with text: StaticString, after distance: Int = 0) -> Bool {
        let start = offset + distance
        guard start + text.utf8CodeUnitCount <= bytes.count else { return false }
        return text.withUTF8Buffer { bytes[start..<start + $0.count].elementsEqual($0) }
    }

    /// Goes on by some bytes, counting lines.
    mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            // A carriage return alone ends a line too.
            if byte == .newline || (byte == .carriageReturn && peek() != .newline) {
                line += 1
                lineStart = offset
            }
        }
    }

    func text(from start: Int, to end: Int) -> String {
        String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    }

    /// The next token, or `nil` at the end.
    mutating func next() -> Token? {
        skipTrivia()
        guard let byte = peek() else { return nil }
        let start = offset
        let position = position
        let doc = doc
        self.doc = nil

        let kind: Token.Kind
        switch byte {
        case UInt8(ascii: "`"):
            kind = .quotedWord
            repeat { advance() } while peek().map { $0 != UInt8(ascii: "`") && !$0.isNewline } ?? false
            advance()
        case UInt8(ascii: "\""):
            kind = .string(plain: skipString(hashes: 0))
        case UInt8(ascii: "#"):
            kind = skipNumberSign()
        case UInt8(ascii: "/") where beginsRegex:
            kind = .regex
            skipRegex()
        case _ where byte.isWordPart:
            kind = .word
            while let next = peek(), next.isWordPart { advance() }
        default:
            kind = .symbol
            advance()
        }
        return Token(kind: kind, text: text(from: start, to: offset), position: position, doc: doc)
    }

    private mutating func skipNumberSign() -> Token.Kind {
        var hashes = 0
        while peek(hashes) == UInt8(ascii: "#") { hashes += 1 }
        switch peek(hashes) {
        case UInt8(ascii: "\""):
            return .string(plain: skipString(hashes: hashes))
        case UInt8(ascii: "/"):
            skipExtendedRegex(hashes: hashes)
            return .regex
        default:
            advance()
            while let byte = peek(), byte.isWordPart { advance() }
            return .directive
        }
    }

    // MARK: White space and comments

    private mutating func skipTrivia() {
        while let byte = peek() {
            if byte.isWhitespace {
                advance()
            } else if starts(with: "//") {
                skipLineComment()
            } else if starts(with: "/*") {
                skipBlockComment()
            } else {
                return
            }
        }
    }

    private mutating func skipLine() {
        while let byte = peek(), !byte.isNewline { advance() }
    }

    private mutating func skipLineComment() {
        let isDoc = starts(with: "///") && peek(3) != UInt8(ascii: "/")
        let start = offset + 3
        let number = line
        skipLine()
        guard isDoc else { return }
        let text = text(from: start, to: offset)
        if doc?.lastLine == number - 1 {
            doc?.append(text, at: number)
        } else {
            doc = DocComment(line: text, at: number)
        }
    }

    private mutating func skipBlockComment() {
        let isDoc = starts(with: "/**") && peek(3) != UInt8(ascii: "*") && peek(3) != UInt8(ascii: "/")
        let start = offset + 3
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                advance(2)
            } else if starts(with: "*/") {
                depth -= 1
                advance(2)
            } else {
                advance()
            }
        } while depth > 0 && offset < bytes.count
        if isDoc { doc = DocComment(block: text(from: start, to: offset - 2), endingAt: line) }
    }
}

extension UInt8 {
    static let newline = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")

    var isNewline: Bool { self == .newline || self == .carriageReturn }
    var isWhitespace: Bool { self == UInt8(ascii: " ") || (0x09...0x0D).contains(self) || self == 0 }

    /// Whether it may be in an identifier, a keyword or a number.
    var isWordPart: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...: true
        default: false
        }
    }
}
