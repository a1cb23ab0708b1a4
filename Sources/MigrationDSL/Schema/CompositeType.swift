/// The definition of a type that is made of others, as a row is of columns; PostgreSQL only.
///
/// ```swift
/// CompositeType("geo_point", [.init("lat", .double), .init("lon", .double)])
/// ```
public struct CompositeType: Hashable, Sendable, Changeable {
    /// The type's name.
    public let name: ObjectName
    /// Its attributes, in order.
    public let attributes: [Attribute]
    /// What it is for.
    public private(set) var comment: String?
    /// The name that it had, for a declared schema.
    public private(set) var formerName: String?

    /// One of the values that it is made of.
    public struct Attribute: Hashable, Sendable {
        /// The attribute's name.
        public let name: String
        /// The attribute's type.
        public let type: ColumnType
        /// The collation that it is compared by.
        public let collation: SQLText?

        /// Creates an attribute.
        public init(_ name: String, _ type: ColumnType, collate collation: SQLText? = nil) {
            self.name = name
            self.type = type
            self.collation = collation
        }
    }

    /// Creates a definition.
    public init(_ name: ObjectName, _ attributes: [Attribute]) {
        self.name = name
        self.attributes = attributes
    }

    /// Says what it is for.
    public func comment(_ comment: String) -> CompositeType {
        with { $0.comment = comment }
    }

    /// Says the name that it had; counts where a database has only that.
    public func renamed(from name: String) -> CompositeType {
        with { $0.formerName = name }
    }
}

extension CompositeType: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
        text.values("attributes", attributes)
        text.string("comment", comment)
    }
}

extension CompositeType.Attribute: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        text.string("name", name)
        text.value("type", type)
        text.value("collation", collation)
    }
}
