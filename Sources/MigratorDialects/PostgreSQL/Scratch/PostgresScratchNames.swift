import MigratorCore
import MigratorDatabase
import MigratorSystem

/// What the schemas of texts are called on a scratch in a database that is there.
///
/// A text that says `public.t` must not meet the `t` of that database: the schema's name is replaced before the text is
/// run, and put back in what the server says of it.
struct PostgresScratchNames: Sendable {
    /// A schema of the texts.
    struct Schema: Sendable {
        /// Its name.
        let name: String
        /// Its name as the server writes it, in quotes where it needs them.
        let written: String
        /// Its name on the scratch, which needs no quotes; `nil` if the scratch has no place for it.
        let inner: String?
        /// What it has of extensions, which is no part of the texts' schema.
        var ofExtensions: Set<ExactText> = []
    }

    private let schemas: [Schema]

    init(_ schemas: [Schema]) {
        self.schemas = schemas
    }

    /// A statement as it is run on the scratch; `nil` if it names a schema for which there is no place, or cannot be read.
    func inside(_ sql: String) -> String? {
        guard !schemas.isEmpty else { return sql }
        guard let text = PostgresTokens(sql) else { return nil }
        var pieces: [(range: Range<Int>, text: String)] = []
        for (index, token) in text.tokens.enumerated() {
            if let name = text.nameInLiteral(at: index) {
                guard let inner = inside(name) else { return nil }
                pieces.append((token.start..<token.end, "'\(inner)'"))
                continue
            }
            guard text.isSign(".", at: index + 1), !text.isSign(".", at: index - 1), let name = text.name(at: index),
                let schema = schemas.first(where: { $0.name.isExactly(name) }),
                let member = text.name(at: index + 2), !schema.ofExtensions.contains(ExactText(member))
            else { continue }
            guard let inner = schema.inner else { return nil }
            pieces.append((token.start..<token.end, inner))
        }
        return text.replacing(pieces)
    }

    /// What the server says, with the names that the schemas have.
    ///
    /// - Parameters:
    ///   - form: The server's words.
    ///   - types: The types, as the server writes them, that it writes without a schema although they are in the first.
    /// - Returns: The form; as it is if it cannot be read.
    func outside(_ form: String, types: Set<ExactText> = []) -> String {
        guard !schemas.isEmpty, let text = PostgresTokens(form) else { return form }
        var pieces: [(range: Range<Int>, text: String)] = []
        for (index, token) in text.tokens.enumerated() {
            if let name = text.nameInLiteral(at: index) {
                pieces.append((token.start..<token.end, "'\(outside(name))'"))
                continue
            }
            let range = token.start..<token.end
            if text.isSign(".", at: index + 1), !text.isSign(".", at: index - 1) {
                let name = text.bytes.text(range)
                guard let schema = schemas.first(where: { $0.inner?.isExactly(name) == true }) else { continue }
                pieces.append((range, schema.written))
            } else if let home = schemas.first, text.isSign("::", at: index - 1) {
                let type = text.bytes.text(range)
                if types.contains(ExactText(type)) { pieces.append((range, "\(home.written).\(type)")) }
            }
        }
        return text.replacing(pieces)
    }
}
