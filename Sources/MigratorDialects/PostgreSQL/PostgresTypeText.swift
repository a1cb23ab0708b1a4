import MigratorCore
package import MigratorDatabase

/// Reads types as PostgreSQL's SQL writes them, into what the driver sees in the catalogue.
///
/// https://www.postgresql.org/docs/15/datatype.html, table 8.1
package enum PostgresTypeText {
    /// What a column of a type holds; of a type that the driver does not know it is text.
    package static func kind(of type: String) -> ColumnKind {
        let parts = Parts(type)
        guard !parts.isArray else { return .text(maximumLength: nil) }
        return switch parts.name {
        case "smallint", "int2", "smallserial", "serial2": .integer(bits: 16)
        case "integer", "int", "int4", "serial", "serial4": .integer(bits: 32)
        case "bigint", "int8", "bigserial", "serial8", "oid": .integer(bits: 64)
        case "real", "float4": .real(bits: 32)
        case "double precision", "float8": .real(bits: 64)
        case "float": .real(bits: parts.arguments.first.map { $0 <= 24 ? 32 : 64 } ?? 64)
        case "numeric", "decimal", "dec":
            .decimal(
                precision: parts.arguments.first,
                scale: parts.arguments.first.map { _ in parts.arguments.count > 1 ? parts.arguments[1] : 0 }
            )
        case "boolean", "bool": .boolean
        case "varchar", "character varying", "char varying": .text(maximumLength: parts.arguments.first)
        // Without a length SQL means one character, save under the catalogue's own name.
        case "char", "character": .text(maximumLength: parts.arguments.first ?? 1)
        case "bpchar": .text(maximumLength: parts.arguments.first)
        case "bytea": .blob
        case "uuid": .uuid
        case "json", "jsonb": .json
        case "date": .date
        case "time", "time without time zone": .time
        case "timestamp", "timestamp without time zone": .timestamp
        case "timestamptz", "timestamp with time zone": .timestampTZ
        default: .text(maximumLength: nil)
        }
    }

    /// Whether a type is short for a column that a sequence fills.
    package static func isSerial(_ type: String) -> Bool {
        ["smallserial", "serial2", "serial", "serial4", "bigserial", "serial8"].contains(Parts(type).name)
    }

    /// Whether a type is an array: `integer[]`, `integer ARRAY[3]`.
    package static func isArray(_ type: String) -> Bool {
        Parts(type).isArray
    }

    /// A type's name in small letters, without its schema and arguments; `nil` for an array, which has none of its own.
    package static func folded(_ type: String) -> String? {
        let parts = Parts(type)
        return parts.isArray ? nil : parts.name
    }

    private struct Parts {
        let name: String
        let arguments: [Int]
        let isArray: Bool

        init(_ type: String) {
            var words: [String] = []
            var arguments: [Int] = []
            var isArray = false
            let bytes = Array(type.utf8)
            var lexer = SQLLexer(bytes, kind: .postgres)
            var isNegative = false
            while let token = (try? lexer.next()) ?? nil {
                let text = bytes.lowercasedText(token.start..<token.end)
                switch token.kind {
                case .word where text == "array": isArray = true
                case .word: words.append(text)
                case .quotedIdentifier: words.append(bytes.text(token.start + 1..<token.end - 1))
                case .number: arguments.append((isNegative ? -1 : 1) * (Int(text) ?? 0))
                // What came before was the schema.
                case .other where text == ".": words = []
                case .other where text == "[": isArray = true
                default: break
                }
                isNegative = token.kind == .operator && text == "-"
            }
            name = words.joined(separator: " ")
            self.arguments = arguments
            self.isArray = isArray
        }
    }
}
