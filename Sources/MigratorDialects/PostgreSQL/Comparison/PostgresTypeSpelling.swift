import MigrationDSL
import MigratorCore
import MigratorDatabase

/// Reads a type as PostgreSQL's SQL writes it into the one spelling that its aliases share.
///
/// https://www.postgresql.org/docs/15/datatype.html, table 8.1
struct PostgresTypeSpelling {
    /// A word, and whether it stood in quotes, where it means no key word.
    struct Part {
        let text: String
        let isQuoted: Bool
    }

    let type: ComparedType

    init(_ type: String) {
        let reader = Reader(type)
        let base = Self.base(reader)
        guard reader.isArray else {
            self.type = base
            return
        }
        self.type = ComparedType(base.text + "[]", builtIn: base.isBuiltIn)
    }

    /// The parts of a name with points between, those without quotes in small letters.
    static func parts(of name: String) -> [Part] {
        Reader(name).names.compactMap { words in
            words.first.map { Part(text: words.map(\.text).joined(separator: " "), isQuoted: $0.isQuoted) }
        }
    }

    private static func base(_ reader: Reader) -> ComparedType {
        guard let words = reader.names.last, let first = words.first else { return ComparedType(reader.text) }
        let isCatalogue = reader.names.count == 1 || reader.names.first?.first?.text == "pg_catalog"
        let name = words.map(\.text).joined(separator: " ")
        if isCatalogue, let known = known(name, isQuoted: first.isQuoted, reader.arguments) { return known }
        let isHome = reader.names.count == 2 && reader.names.first?.first?.text == "public"
        // A type that hides one of the database's keeps its schema.
        let isShadow = isHome && known(name, isQuoted: false, reader.arguments) != nil
        let path = isHome && !isShadow ? [words] : reader.names
        let text = path.map { spelled($0) }.joined(separator: ".")
        let arguments = reader.arguments.isEmpty ? "" : "(\(reader.arguments.joined(separator: ",")))"
        return ComparedType(text + arguments)
    }

    private static func spelled(_ words: [Part]) -> String {
        words.map { word in
            let isPlain = word.text.utf8.allSatisfy { $0 &- 0x61 < 26 || $0.isSQLDigit || $0 == UInt8(ascii: "_") }
            let isWord = isPlain && word.text.utf8.first?.isSQLDigit == false
            return isWord && !(word.isQuoted && sqlWords[word.text] != nil) ? word.text : "\"\(word.text)\""
        }.joined(separator: " ")
    }

    /// A type that the database brings; `nil` for another.
    private static func known(_ name: String, isQuoted: Bool, _ arguments: [String]) -> ComparedType? {
        // In quotes stands a name of the catalogue, which knows none of the words that are SQL's alone.
        guard let name = isQuoted ? catalogueNames[name] : sqlWords[name] ?? catalogueNames[name] else { return nil }
        let number = arguments.first.flatMap { Int($0) }
        func sized(_ family: ComparedType.Family = .other, usual: Int? = nil) -> ComparedType {
            let size = number == usual ? "" : number.map { "(\($0))" } ?? ""
            return ComparedType(name + size, family, builtIn: true)
        }
        switch name {
        case "smallint", "integer", "bigint": return ComparedType(name, .integer, builtIn: true)
        case "smallserial": return ComparedType("smallint", .integer, builtIn: true, serial: true)
        case "serial": return ComparedType("integer", .integer, builtIn: true, serial: true)
        case "bigserial": return ComparedType("bigint", .integer, builtIn: true, serial: true)
        case "real", "double precision": return ComparedType(name, .real, builtIn: true)
        case "float":
            let isReal = number.map { $0 <= 24 } ?? false
            return ComparedType(isReal ? "real" : "double precision", .real, builtIn: true)
        case "numeric":
            guard let number else { return ComparedType(name, .decimal(scale: nil), builtIn: true) }
            let scale = arguments.count > 1 ? Int(arguments[1]) ?? 0 : 0
            return ComparedType("numeric(\(number),\(scale))", .decimal(scale: scale), builtIn: true)
        case "boolean": return ComparedType(name, .boolean, builtIn: true)
        case "text": return ComparedType(name, .text(limit: nil), builtIn: true)
        case "varchar": return sized(.text(limit: number))
        case "char": return ComparedType("char(\(number ?? 1))", .filledText, builtIn: true)
        // The catalogue's own name means any length where it says none.
        case "bpchar": return ComparedType(number.map { "char(\($0))" } ?? name, .filledText, builtIn: true)
        case "bit": return ComparedType("bit(\(number ?? 1))", builtIn: true)
        case "varbit": return sized()
        // Six digits of a second are all that there are.
        case "time", "timetz", "timestamp", "timestamptz": return sized(usual: 6)
        case _ where name.hasPrefix("interval"): return sized(usual: 6)
        default: return ComparedType(name, builtIn: true)
        }
    }

    /// The words that SQL alone has for types, and what they are here.
    private static let sqlWords: [String: String] = {
        var words = [
            "int": "integer", "integer": "integer", "smallint": "smallint", "bigint": "bigint",
            "real": "real", "double precision": "double precision", "float": "float",
            "decimal": "numeric", "dec": "numeric", "boolean": "boolean",
            "character varying": "varchar", "char varying": "varchar", "national character varying": "varchar",
            "national char varying": "varchar", "nchar varying": "varchar",
            "character": "char", "char": "char", "national character": "char", "national char": "char",
            "nchar": "char", "bit varying": "varbit",
            "time without time zone": "time", "time with time zone": "timetz",
            "timestamp without time zone": "timestamp", "timestamp with time zone": "timestamptz",
            "smallserial": "smallserial", "serial2": "smallserial", "serial": "serial", "serial4": "serial",
            "bigserial": "bigserial", "serial8": "bigserial",
        ]
        for fields in IntervalFields.allCases {
            let name = "interval \(fields.rawValue.lowercased())"
            words[name] = name
        }
        return words
    }()

    /// The catalogue's names, and what SQL calls them.
    private static let catalogueNames: [String: String] = {
        var names = [
            "int2": "smallint", "int4": "integer", "int8": "bigint", "float4": "real", "float8": "double precision",
            "bool": "boolean",
        ]
        let same = [
            "numeric", "text", "varchar", "bpchar", "bytea", "uuid", "json", "jsonb", "date", "time", "timetz",
            "timestamp", "timestamptz", "interval", "bit", "varbit", "name", "regclass", "regtype", "regproc",
        ]
        for name in same + ColumnType.BuiltIn.allCases.map(\.rawValue) { names[name] = name }
        return names
    }()

    /// Cuts a type into its name, the arguments in its parentheses and its brackets.
    private struct Reader {
        let text: String
        var names: [[Part]] = []
        var arguments: [String] = []
        var isArray = false

        init(_ text: String) {
            self.text = text
            let bytes = Array(text.utf8)
            var lexer = SQLLexer(bytes, kind: .postgres)
            var depth = 0
            var isBracket = false
            var words: [Part] = []
            var argument = ""
            while let token = (try? lexer.next()) ?? nil {
                let spelled = bytes.lowercasedText(token.start..<token.end)
                switch token.kind {
                case .lineComment, .blockComment: continue
                case .openParenthesis: depth += 1
                case .closeParenthesis:
                    depth -= 1
                    if !argument.isEmpty { arguments.append(argument) }
                    argument = ""
                case .other where depth > 0 && spelled == ",":
                    arguments.append(argument)
                    argument = ""
                case _ where depth > 0: argument += spelled
                case .other where spelled == "[": (isArray, isBracket) = (true, true)
                case .other where spelled == "]": isBracket = false
                case .other where spelled == ".":
                    names.append(words)
                    words = []
                case .word where spelled == "array" && !words.isEmpty: isArray = true
                case .word: words.append(Part(text: spelled, isQuoted: false))
                case .quotedIdentifier:
                    words.append(Part(text: SQLiteName.unquoted(bytes.text(token.start..<token.end)), isQuoted: true))
                default: if !isBracket { words.append(Part(text: spelled, isQuoted: false)) }
                }
            }
            if !words.isEmpty { names.append(words) }
        }
    }
}
