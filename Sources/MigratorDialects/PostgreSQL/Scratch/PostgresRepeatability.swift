import MigratorCore
import MigratorDatabase

/// Whether PostgreSQL makes the same of SQL at any time, as far as the words of it say.
///
/// Statements say what they make, but in four places: code that makes objects, what an extension does on its own, bounds
/// of partitions, which are worked out at once, and texts such as `'today'`, which become a day where they become a date.
enum PostgresRepeatability {
    /// Statements that run no code, or whose code makes nothing unless a routine of the history does.
    private static let plain: Set = [
        "alter", "analyze", "cluster", "comment", "copy", "create", "deallocate", "delete", "discard", "drop", "grant",
        "insert", "lock", "merge", "refresh", "reindex", "reset", "revoke", "security", "set", "truncate", "update",
        "vacuum",
    ]
    /// What a query may call that stands for itself.
    private static let harmlessCalls: Set = [
        "all", "and", "any", "as", "cast", "coalesce", "count", "currval", "exists", "from", "greatest", "in", "least",
        "max", "min", "not", "nextval", "on", "or", "over", "pg_get_serial_sequence", "select", "set_config", "setval",
        "sum", "union", "using", "values", "when", "where",
    ]
    /// The beginnings of what makes objects, within a routine.
    private static let makers: Set = [
        "alter", "call", "cluster", "comment", "create", "dblink", "dblink_exec", "drop", "execute", "grant", "import",
        "load", "refresh", "reindex", "revoke",
    ]
    /// Extensions that do nothing unless they are asked.
    private static let quietExtensions: Set = [
        "btree_gin", "btree_gist", "citext", "cube", "dict_int", "earthdistance", "fuzzystrmatch", "hstore", "intarray",
        "isn", "ltree", "pg_stat_statements", "pg_trgm", "pgcrypto", "plpgsql", "postgis", "seg", "tablefunc",
        "unaccent", "uuid-ossp", "vector",
    ]

    static func isRepeatable(_ statements: [String]) -> Bool { statements.allSatisfy(isRepeatable) }

    /// Whether a text holds nothing that is worked out where it is read, and would be another value another day.
    static func isTimeless(_ text: String) -> Bool {
        SpokenSQL(text).map { $0.literals.allSatisfy(isTimeless(literal:)) } ?? false
    }

    private static func isRepeatable(_ statement: String) -> Bool {
        guard let sql = SpokenSQL(statement), sql.literals.allSatisfy(isTimeless(literal:)) else { return false }
        let words = sql.words
        switch words.first {
        case nil: return true
        case "select", "with", "values": return sql.calls.allSatisfy(harmlessCalls.contains)
        case "create" where isRoutine(words): return !sql.speaks(of: makers, from: 1)
        case "create" where words.dropFirst().first == "event": return false
        case "create" where words.dropFirst().first == "extension":
            let name = words.dropFirst(2).first { !["if", "not", "exists"].contains($0) }
            return name.map(quietExtensions.contains) ?? false
        case let verb?:
            return plain.contains(verb) && (!words.contains("partition") || sql.hasPlainBounds)
        }
    }

    private static func isRoutine(_ words: [String]) -> Bool {
        let kind = words.dropFirst().first { $0 != "or" && $0 != "replace" }
        return kind == "function" || kind == "procedure"
    }

    private static let days: Set = ["now", "today", "tomorrow", "yesterday"]

    /// A text of more words than a date has is none.
    private static func isTimeless(literal: String) -> Bool {
        let words = literal.utf8.split { !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
        return words.count > 6 || !words.contains { days.contains(String(decoding: $0, as: UTF8.self).lowercased()) }
    }
}

/// The words of SQL in small letters, with names in quotes and signs among them, and its literals.
private struct SpokenSQL {
    private(set) var words: [String] = []
    /// The texts of literals, of those that follow one another without a sign as one.
    private(set) var literals: [String] = []

    /// `nil` for what cannot be read to its end, and where a literal is written in numbers of characters.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        var lexer = SQLLexer(bytes, kind: .postgres)
        var isGoingOn = false
        do {
            while let token = try lexer.next() {
                if token.isComment { continue }
                let text = String(decoding: bytes[token.start..<token.end], as: UTF8.self)
                guard token.kind == .string else {
                    let word = token.kind == .quotedIdentifier ? String(text.dropFirst().dropLast()) : text
                    words.append(word.lowercased())
                    isGoingOn = false
                    continue
                }
                guard let literal = Self.content(text) else { return nil }
                if isGoingOn { literals[literals.count - 1] += literal } else { literals.append(literal) }
                isGoingOn = true
            }
        } catch {
            return nil
        }
    }

    private static func content(_ literal: String) -> String? {
        if literal.hasPrefix("$") { return literal }
        guard let quote = literal.firstIndex(of: "'") else { return nil }
        let content = literal[literal.index(after: quote)...].dropLast()
        switch literal[..<quote].lowercased() {
        case "u&": return nil
        case "e":
            // A number of a character may stand for a letter.
            let pieces = content.split(separator: "\\", omittingEmptySubsequences: false)
            let isPlain = pieces.dropFirst().allSatisfy { piece in !"xuU01234567".contains(piece.first ?? " ") }
            return isPlain ? pieces.joined() : nil
        default: return String(content)
        }
    }

    /// The words that an opening parenthesis follows.
    var calls: [String] {
        zip(words, words.dropFirst()).compactMap { word, next in
            next == "(" && word.utf8.first.map(Self.isLetter) == true ? word : nil
        }
    }

    /// Whether one of these words is in it behind so many, or in one of its literals.
    func speaks(of things: Set<String>, from start: Int) -> Bool {
        if words.dropFirst(start).contains(where: things.contains) { return true }
        return literals.contains { literal in
            literal.lowercased().utf8.split { !Self.isLetter($0) }.contains { word in
                things.contains(String(decoding: word, as: UTF8.self))
            }
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }

    /// Whether what stands behind VALUES, where there is such, has neither a call nor a word that is none of bounds.
    var hasPlainBounds: Bool {
        guard let start = words.firstIndex(of: "values") else { return true }
        let known: Set = [
            "from", "in", "to", "with", "modulus", "remainder", "minvalue", "maxvalue", "null", "true", "false",
            "partition", "by", "range", "list", "hash",
        ]
        let bounds = words[start...].dropFirst()
        let end = bounds.firstIndex(of: "partition") ?? bounds.endIndex
        return bounds[..<end].allSatisfy { word in
            guard let first = word.utf8.first, Self.isLetter(first) else { return true }
            return known.contains(word)
        }
    }
}
