import MigratorSystem

/// Names of Swift made of names of a database.
struct SwiftIdentifiers {
    private var taken: Set<String>

    /// Begins with names that must not be given.
    init(taken: Set<String> = []) {
        self.taken = taken
    }

    /// A name such as `orderItems` for `order_items`, unlike all that were given before.
    mutating func identifier(_ words: String) -> String {
        let base = Self.camelCase(words)
        var name = base
        var number = 1
        while taken.contains(name) || Self.reserved.contains(name) {
            number += 1
            name = "\(base)\(number)"
        }
        taken.insert(name)
        return name
    }

    private static func camelCase(_ words: String) -> String {
        let parts = words.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        var name = ""
        for part in parts {
            let isShouted = part == part.uppercased()
            let word = isShouted ? part.lowercased() : String(part)
            let first = name.isEmpty ? word.prefix(1).lowercased() : word.prefix(1).uppercased()
            name += first + word.dropFirst()
        }
        guard let first = name.first else { return "table" }
        return first.isNumber ? "table" + name : name
    }

    /// Words that cannot name a member without back quotes, or that every type has.
    private static let reserved: Set<String> = [
        "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do",
        "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import",
        "in", "init", "inout", "internal", "is", "let", "nil", "operator", "package", "precedencegroup", "private",
        "protocol", "public", "repeat", "rethrows", "return", "self", "static", "struct", "subscript", "super",
        "switch", "throw", "throws", "true", "try", "type", "typealias", "var", "where", "while",
    ]
}
