/// The definition of an enum type.
public struct EnumType: Hashable, Sendable {
    /// The type's name.
    public let name: ObjectName
    /// Its values, in order.
    public let values: [String]

    /// Creates a definition.
    public init(_ name: ObjectName, values: [String]) {
        self.name = name
        self.values = values
    }
}

extension EnumType: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
        text.strings("values", values)
    }
}
