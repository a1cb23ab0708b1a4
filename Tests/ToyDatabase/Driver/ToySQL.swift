import MigratorCore
import MigratorDatabase

/// A statement in the SQL of the toy, which SQLite reads in other words.
///
/// | the toy | |
/// |---|---|
/// | `:1`, `:2` … | parameters; no others |
/// | `"Name"`, `name` | names, whose letters all count; without quotes they are small |
/// | `STRING`, `STRING(n)`, `BYTES`, `INSTANT`, `AUTONUMBER` | types; those of other databases by these names are refused |
/// | `BOOLEAN 't'`, `BOOLEAN 'f'`, `BYTES 'ab01'` | literals |
/// | `NOW()`, `NEW_UUID()`, `ISO_TIME(x)`, `DAYS_SINCE(x)` | functions |
/// | `SHOW COMMITS` | a number that moves whenever another session has committed |
struct ToySQL {
    private let sql: String
    private let bytes: [UInt8]
    private var tokens: [SQLToken] = []

    init(_ sql: String) throws(DatabaseFailure) {
        self.sql = sql
        bytes = Array(sql.utf8)
        var lexer = SQLLexer(bytes, kind: .toy)
        do throws(SQLProblem) {
            while let token = try lexer.next() { tokens.append(token) }
        } catch {
            throw refused("text that has no end")
        }
    }

    /// The statement in SQLite's words; what stands between two words stays as it is.
    func translated() throws(DatabaseFailure) -> String {
        if word(0) == "show", word(1) == "commits", tokens.count == 2 { return "PRAGMA data_version" }
        var (text, end, index) = ("", 0, 0)
        while index < tokens.count {
            text += bytes.text(end..<tokens[index].start)
            let (piece, count) = try piece(index)
            text += piece
            index += count
            end = tokens[index - 1].end
        }
        return text + bytes.text(end..<bytes.count)
    }

    /// The translation of the token at an index, and how many tokens it stands for.
    private func piece(_ index: Int) throws(DatabaseFailure) -> (text: String, count: Int) {
        let text = text(index)
        switch tokens[index].kind {
        case .word: return try piece(index, word: word(index))
        case .quotedIdentifier:
            guard text.utf8.first == UInt8(ascii: "\"") else { throw refused("a name in \(text)") }
            let name = ToyName.kept(TableName.unquoted(text))
            // In double quotes SQLite would take it for text where nothing is so called.
            return ("`" + name.replacing("`", with: "``") + "`", 1)
        case .string:
            guard text.utf8.first == UInt8(ascii: "'") else { throw refused("a literal such as \(text.prefix(2))") }
            return (text, 1)
        case .operator where text.hasSuffix(":") && self.text(index + 1).utf8.allSatisfy(\.isSQLDigit):
            guard !text.dropLast().contains(":"), !self.text(index + 1).isEmpty else { throw refused(text) }
            return ("\(text.dropLast())?\(self.text(index + 1))", 2)
        case .operator where text.contains(":") || text.contains("?"): throw refused(text)
        default: return (text, 1)
        }
    }

    private func piece(_ index: Int, word: String) throws(DatabaseFailure) -> (text: String, count: Int) {
        let next = text(index + 1)
        if next == "(", text(index + 2) == ")", let function = Self.constants[word] { return (function, 3) }
        if next == "(", let function = Self.functions[word] { return (function, 2) }
        switch (word, next) {
        case ("string", "("): return ("varchar", 1)
        case ("boolean", "'t'"): return ("1", 2)
        case ("boolean", "'f'"): return ("0", 2)
        case ("bytes", _) where next.hasPrefix("'"): return ("x" + next, 2)
        default: break
        }
        if let type = Self.types[word] { return (type, 1) }
        guard !Self.foreign.contains(word), !["$", "pg_", "sqlite_", "pragma_"].contains(where: word.hasPrefix) else {
            throw refused(word)
        }
        return (word, 1)
    }

    private func text(_ index: Int) -> String {
        tokens.indices.contains(index) ? bytes.text(tokens[index].start..<tokens[index].end) : ""
    }

    private func word(_ index: Int) -> String {
        tokens.indices.contains(index) ? bytes.lowercasedText(tokens[index].start..<tokens[index].end) : ""
    }

    private func refused(_ what: String) -> DatabaseFailure {
        DatabaseFailure(.syntax, "the toy does not know \(what)", statement: sql)
    }

    // MARK: Words

    private static let types = [
        "string": "text", "bytes": "blob", "instant": "timestamp with time zone",
        "autonumber": "integer primary key autoincrement",
    ]

    private static let constants = [
        "now": "strftime('%Y-%m-%d %H:%M:%f', 'now')",
        "new_uuid": """
        (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' \
        || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))))
        """,
    ]

    private static let functions = [
        "iso_time": "strftime('%Y-%m-%dT%H:%M:%SZ', ", "days_since": "julianday('now') - julianday(",
    ]

    /// What SQLite or PostgreSQL would understand, and the toy does not.
    private static let foreign: Set<String> = [
        "text", "varchar", "char", "clob", "blob", "bytea", "timestamptz", "true", "false", "pragma", "strftime",
        "datetime", "julianday", "randomblob", "hex", "rowid", "main", "public", "glob",
    ]

    /// A type as the toy calls it, from what SQLite keeps of its declaration.
    static func type(from declared: String) -> String {
        let name = declared.prefix { $0 != "(" }
        let own =
            types.first { $0.value == name.lowercased() }?.key ?? (name.lowercased() == "varchar" ? "string" : nil)
        return ((own ?? String(name)) + declared.dropFirst(name.count)).uppercased()
    }
}

extension DatabaseFailure {
    /// The error of SQLite in the toy's words; without a statement it names none.
    func saidOf(_ sql: String?, translatedTo text: String? = nil) -> DatabaseFailure {
        // Where a word has become another one, what stands behind it is somewhere else.
        let isInPlace = text?.unicodeScalars.count == sql?.unicodeScalars.count
        return DatabaseFailure(
            code,
            ToyName.shown(message),
            statement: statement == nil ? nil : sql,
            constraint: constraint.map(ToyName.shown),
            position: isInPlace ? position : nil,
            hint: hint,
            detail: detail
        )
    }
}
