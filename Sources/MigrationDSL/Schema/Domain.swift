/// The definition of a domain: a type with rules of its own; PostgreSQL only.
///
/// ```swift
/// Domain("percentage", .integer, checks: [Check("VALUE BETWEEN 0 AND 100", name: "in_range")])
/// ```
public struct Domain: Hashable, Sendable, Changeable {
    /// The domain's name.
    public let name: ObjectName
    /// The type beneath it.
    public let type: ColumnType
    /// The collation that it is compared by.
    public let collation: SQLText?
    /// What a column of it holds in a row that does not say.
    public let defaultValue: DefaultValue?
    /// Whether its values may be null.
    public let isNullable: Bool
    /// What its values must fulfil, as `VALUE`.
    public let checks: [Check]
    /// What it is for.
    public private(set) var comment: String?
    /// The name that it had, for a declared schema.
    public private(set) var formerName: String?

    /// Creates a definition.
    public init(
        _ name: ObjectName,
        _ type: ColumnType,
        collate collation: SQLText? = nil,
        default defaultValue: DefaultValue? = nil,
        nullable: Bool = true,
        checks: [Check] = []
    ) {
        self.name = name
        self.type = type
        self.collation = collation
        self.defaultValue = defaultValue
        isNullable = nullable
        self.checks = checks
    }

    /// Says what it is for.
    public func comment(_ comment: String) -> Domain {
        with { $0.comment = comment }
    }

    /// Says the name that it had; counts where a database has only that.
    public func renamed(from name: String) -> Domain {
        with { $0.formerName = name }
    }
}

extension Domain: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
        text.value("type", type)
        text.value("collation", collation)
        text.value("default", defaultValue)
        text.flag("notNull", !isNullable)
        text.unordered("checks", checks)
        text.string("comment", comment)
    }
}
