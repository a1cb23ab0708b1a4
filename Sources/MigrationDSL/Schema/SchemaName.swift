/// A schema that a declared schema holds objects of; PostgreSQL only.
public struct SchemaName: Hashable, Sendable, Changeable {
    /// The schema's name.
    public let name: String
    /// What it is for.
    public private(set) var comment: String?

    /// Creates a schema.
    public init(_ name: String) {
        self.name = name
    }

    /// Says what it is for.
    public func comment(_ comment: String) -> SchemaName {
        with { $0.comment = comment }
    }
}
