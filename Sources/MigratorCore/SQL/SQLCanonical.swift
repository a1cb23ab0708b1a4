package import MigratorDatabase

/// The one spelling of a statement that its checksum is taken of.
///
/// Comments are dropped and tokens stand with one space between them, so that `a=1` and `a = 1` are the same; strings,
/// quoted identifiers, numbers and the case of words stay as they are written. It is for comparing, not for running.
package enum SQLCanonical {
    /// How much of a spelling is kept.
    package enum Form {
        /// All but comments and white space.
        case text
        /// Words are in small letters, and plain names stand without quotes, as both databases read them.
        case tokens
    }

    /// The canonical text of one statement, without its `;`.
    ///
    /// Text that cannot be read to its end, a quote never closed for example, is returned as it is.
    package static func text(of statement: String, kind: DatabaseKind, _ form: Form = .text) -> String {
        let bytes = Array(statement.utf8)
        var frame = SQLFrame()
        guard append(bytes, bytes.indices, kind: kind, form, to: &frame) else { return statement }
        return String(decoding: frame.bytes, as: UTF8.self)
    }

    /// Adds the canonical text of the statement in a range of a text; returns whether it can be read to its end.
    package static func append(
        _ bytes: [UInt8],
        _ range: Range<Int>,
        kind: DatabaseKind,
        _ form: Form,
        to frame: inout SQLFrame
    ) -> Bool {
        var lexer = SQLLexer(bytes, range, kind: kind)
        let mark = frame.bytes.count
        var semicolons: [SQLToken] = []
        do {
            while let token = try lexer.next() {
                if token.isComment { continue }
                // Those at the end are dropped; one within a trigger's body is written once something follows it.
                if token.kind == .semicolon {
                    if frame.bytes.count > mark { semicolons.append(token) }
                    continue
                }
                for semicolon in semicolons { frame.append(semicolon, of: bytes, isFirst: false) }
                semicolons.removeAll(keepingCapacity: true)
                frame.append(token, of: bytes, isFirst: frame.bytes.count == mark, form)
            }
        } catch {
            return false
        }
        return true
    }
}
