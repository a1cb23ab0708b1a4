package import Database

/// The one spelling of a statement that its checksum is taken of.
///
/// Comments are dropped and tokens stand with one space between them, so that `a=1` and `a = 1` are the same; strings,
/// quoted identifiers, numbers and the case of words stay as they are written. It is for comparing, not for running.
package enum SQLCanonical {
    /// The canonical text of one statement, without its `;`.
    ///
    /// Text that cannot be read to its end, a quote never closed for example, is returned as it is.
    package static func text(of statement: String, kind: DatabaseKind) -> String {
        let bytes = Array(statement.utf8)
        var lexer = SQLLexer(bytes, kind: kind)
        var frame = SQLFrame()
        var semicolons: [SQLToken] = []
        do {
            while let token = try lexer.next() {
                if token.isComment { continue }
                // Those at the end are dropped; one within a trigger's body is written once something follows it.
                if token.kind == .semicolon {
                    if !frame.bytes.isEmpty { semicolons.append(token) }
                    continue
                }
                for semicolon in semicolons { frame.append(semicolon, of: bytes, isFirst: false) }
                semicolons.removeAll(keepingCapacity: true)
                frame.append(token, of: bytes, isFirst: frame.bytes.isEmpty)
            }
        } catch {
            return statement
        }
        return String(decoding: frame.bytes, as: UTF8.self)
    }
}
