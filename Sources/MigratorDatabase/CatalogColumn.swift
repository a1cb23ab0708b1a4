/// A column of a table as the database's own catalogue describes it.
public struct CatalogColumn: Hashable, Sendable {
    /// The column's name.
    public let name: String
    /// The type as the database spells it.
    public let declaredType: String
    /// The kind of the column's values.
    public let kind: ColumnKind
    /// Whether it may be null.
    public let isNullable: Bool
    /// Whether a row that leaves the column out gets a value all the same: a default, an identity, a rowid.
    public let hasDefault: Bool
    /// Whether the database computes the column, so that no row may give it.
    public let isGenerated: Bool
    /// The number of the type beneath, by which the database knows it under any name; 0 where there are no numbers.
    public let typeNumber: Int

    /// Creates a description of a column.
    public init(
        name: String,
        declaredType: String,
        kind: ColumnKind,
        isNullable: Bool,
        hasDefault: Bool,
        isGenerated: Bool = false,
        typeNumber: Int = 0
    ) {
        self.name = name
        self.declaredType = declaredType
        self.kind = kind
        self.isNullable = isNullable
        self.hasDefault = hasDefault
        self.isGenerated = isGenerated
        self.typeNumber = typeNumber
    }
}
