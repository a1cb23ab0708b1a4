/// A piece of SQL text: what kind it is, and which bytes.
package struct SQLToken: Equatable {
    package enum Kind: UInt8 {
        /// A keyword, an identifier without quotes, or a parameter such as `$1`.
        case word
        case number
        /// `'…'`, with its prefix, or `$tag$…$tag$`.
        case string
        /// `"…"`, `` `…` `` or SQLite's `[…]`.
        case quotedIdentifier
        /// A run of operator characters.
        case `operator`
        case openParenthesis, closeParenthesis, semicolon
        /// Any other character, alone.
        case other
        case lineComment, blockComment
    }

    package let kind: Kind
    package let start: Int
    package let end: Int

    var count: Int { end - start }
    package var isComment: Bool { kind == .lineComment || kind == .blockComment }
}
