import MigratorSystem

/// The name of a table, with its schema where it is given.
public struct TableName: Hashable, Sendable, CustomStringConvertible {
    /// The schema, or `nil` for the one that the database looks in first.
    public let schema: String?
    /// The table's own name.
    public let name: String

    /// Creates a name.
    public init(_ name: String, schema: String? = nil) {
        self.name = name
        self.schema = schema
    }

    /// Whether two names are the same, byte by byte.
    public static func == (left: TableName, right: TableName) -> Bool {
        left.name.isExactly(right.name) && left.schema.map(ExactText.init) == right.schema.map(ExactText.init)
    }

    /// `schema.name`, or the name alone.
    public var description: String { schema.map { "\($0).\(name)" } ?? name }

    /// The name as SQL writes it, each part in double quotes.
    public var quoted: String {
        (schema.map { Self.quote($0) + "." } ?? "") + Self.quote(name)
    }

    /// Returns an identifier in double quotes, those within it doubled.
    public static func quote(_ identifier: String) -> String {
        var text = "\""
        for character in identifier.unicodeScalars {
            if character == "\"" { text.unicodeScalars.append("\"") }
            text.unicodeScalars.append(character)
        }
        return text + "\""
    }

    /// Returns the identifier that SQL writes so: without its double quotes, if it has any.
    package static func unquoted(_ text: String) -> String {
        guard text.unicodeScalars.count >= 2, text.unicodeScalars.first == "\"" else { return text }
        var identifier = ""
        var isFirstOfTwo = false
        for character in text.unicodeScalars.dropFirst().dropLast() {
            isFirstOfTwo = character == "\"" && !isFirstOfTwo
            if !isFirstOfTwo { identifier.unicodeScalars.append(character) }
        }
        return identifier
    }
}
