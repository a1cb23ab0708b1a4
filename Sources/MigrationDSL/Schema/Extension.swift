/// An extension of PostgreSQL, such as `citext`.
public struct Extension: Hashable, Sendable, Changeable {
    /// The extension's name.
    public let name: String
    /// The schema that its objects are in; the first that the database looks in if `nil`.
    public let schema: String?
    /// Its version; the one that the server offers if `nil`.
    public let version: String?
    /// What it is for.
    public private(set) var comment: String?

    /// Creates an extension.
    public init(_ name: String, schema: String? = nil, version: String? = nil) {
        self.name = name
        self.schema = schema
        self.version = version
    }

    /// Says what it is for.
    public func comment(_ comment: String) -> Extension {
        with { $0.comment = comment }
    }
}

extension Extension: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        text.string("name", name)
        text.string("schema", schema)
        text.string("version", version)
        text.string("comment", comment)
    }
}
