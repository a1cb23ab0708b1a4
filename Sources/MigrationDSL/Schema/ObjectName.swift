import MigratorSystem

/// The name of a table, an index, a type or another object, with its schema where it is given.
public struct ObjectName: Hashable, Sendable {
    /// The schema, or `nil` for the one that the database looks in first.
    public let schema: String?
    /// The object's own name.
    public let name: String

    /// Creates a name.
    public init(_ name: String, schema: String? = nil) {
        self.name = name
        self.schema = schema
    }

    /// Whether two names are the same, byte by byte.
    public static func == (left: ObjectName, right: ObjectName) -> Bool {
        left.name.isExactly(right.name) && left.schema.map(ExactText.init) == right.schema.map(ExactText.init)
    }
}

extension ObjectName: ExpressibleByStringLiteral {
    /// Creates a name without a schema.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

extension ObjectName: CustomStringConvertible {
    /// `schema.name`, or the name alone.
    public var description: String { schema.map { "\($0).\(name)" } ?? name }
}

extension ObjectName: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        text.string("schema", schema)
        text.string("name", name)
    }
}
