/// The definition of an enum type.
public struct EnumType: Hashable, Sendable, Changeable {
    /// The type's name.
    public let name: ObjectName
    /// Its values, in order.
    public let values: [String]
    /// What it is for, kept in PostgreSQL's catalogue.
    public private(set) var comment: String?
    /// The name that it had, for a declared schema.
    public private(set) var formerName: String?

    /// Creates a definition.
    public init(_ name: ObjectName, values: [String]) {
        self.name = name
        self.values = values
    }

    /// Creates a definition: `EnumType("mood", ["low", "high"])`.
    public init(_ name: ObjectName, _ values: [String]) {
        self.init(name, values: values)
    }

    /// Says what it is for.
    public func comment(_ comment: String) -> EnumType {
        with { $0.comment = comment }
    }

    /// Says the name that it had; counts where a database has only that.
    public func renamed(from name: String) -> EnumType {
        with { $0.formerName = name }
    }
}

extension EnumType: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
        text.strings("values", values)
        text.string("comment", comment)
    }
}
