import MigratorCore
import MigratorSystem

/// A type as a statement says it, under the one name that its spellings share.
package struct SQLType: Hashable, Sendable {
    /// Its name: of `int4` and `integer`, `integer`.
    package let base: String
    /// What stands in its parentheses, such as the length.
    package let arguments: [Int]
    /// Whether it is an array of that type.
    package let isArray: Bool

    package init(_ base: String, _ arguments: [Int] = [], isArray: Bool = false) {
        self.base = base
        self.arguments = arguments
        self.isArray = isArray
    }

    package static func == (left: SQLType, right: SQLType) -> Bool {
        left.base.isExactly(right.base) && left.arguments == right.arguments && left.isArray == right.isArray
    }

    /// Reads the type that stands in a range of a statement.
    init(_ words: StatementWords, _ range: Range<Int>) {
        var names: [String] = []
        var arguments: [Int] = []
        var isArray = false
        var index = range.lowerBound
        while index < range.upperBound {
            if words.isKind(index, .openParenthesis) {
                let end = min(words.afterParentheses(index) ?? range.upperBound, range.upperBound)
                for inner in index + 1..<max(index + 1, end - 1) {
                    if let number = Int(words.text(inner..<inner + 1)) { arguments.append(number) }
                }
                index = end
                continue
            }
            let text = words.text(index..<index + 1)
            switch text {
            case "[", "]": isArray = true
            case ".": names.removeAll()
            default:
                if words.keyword(index) == "array" {
                    isArray = true
                } else if let name = words.name(index) {
                    names.append(name)
                }
            }
            index += 1
        }
        self.init(Self.canonical(names.joined(separator: " ")), arguments, isArray: isArray)
    }

    private static func canonical(_ name: String) -> String {
        let small = name.lowercased()
        return aliases[small] ?? (small.isExactly(name) ? small : name)
    }

    private static let aliases: [String: String] = [
        "int": "integer", "int4": "integer", "int8": "bigint", "int2": "smallint", "character varying": "varchar",
        "char varying": "varchar", "character": "char", "bpchar": "char", "timestamp with time zone": "timestamptz",
        "timestamp without time zone": "timestamp", "time with time zone": "timetz",
        "time without time zone": "time", "decimal": "numeric", "dec": "numeric", "bool": "boolean",
        "float8": "double precision", "float": "double precision", "float4": "real", "serial4": "serial",
        "serial8": "bigserial", "serial2": "smallserial", "bit varying": "varbit",
    ]

    /// Whether rows are numbered by a sequence of its own.
    package var isSerial: Bool { ["serial", "bigserial", "smallserial"].contains(base) }

    /// What a column of the type holds: the integer beneath a serial type.
    package var held: SQLType {
        switch base {
        case "serial": SQLType("integer")
        case "bigserial": SQLType("bigint")
        case "smallserial": SQLType("smallint")
        default: self
        }
    }
}
