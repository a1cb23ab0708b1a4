package import MigrationDSL

/// One difference between two schemas: what turns the old one into the new one.
package struct SchemaDifference: Hashable, Sendable {
    /// What is done about it.
    ///
    /// A change that creates or adds, and has both an old value and a new one, replaces the one by the other.
    package let change: SchemaChange
    /// The object, under the name that it has in the new schema, or had if it is dropped.
    package let object: ObjectReference
    /// The column, the constraint, the value or the attribute of the object that changes; `nil` for the object itself.
    package let part: String?
    /// What was there.
    package let old: SchemaValue?
    /// What is to be there.
    package let new: SchemaValue?
    /// The difference in words, such as `column orders.total: numeric -> numeric(12,2)`.
    package let summary: String
    /// Whether it takes data that a downgrade cannot bring back.
    package let destroys: Bool
    /// What of a column changes; empty for all other differences.
    package let aspects: ColumnAspects

    /// Creates a difference.
    package init(
        _ change: SchemaChange,
        _ object: ObjectReference,
        part: String? = nil,
        old: SchemaValue? = nil,
        new: SchemaValue? = nil,
        summary: String,
        destroys: Bool = false,
        aspects: ColumnAspects = []
    ) {
        self.change = change
        self.object = object
        self.part = part
        self.old = old
        self.new = new
        self.summary = summary
        self.destroys = destroys
        self.aspects = aspects
    }
}

/// What of a column differs between two schemas.
package struct ColumnAspects: OptionSet, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    package static let type = ColumnAspects(rawValue: 1)
    package static let collation = ColumnAspects(rawValue: 2)
    package static let nullability = ColumnAspects(rawValue: 4)
    /// Whether and how the database numbers the rows in it.
    package static let numbering = ColumnAspects(rawValue: 8)
    /// What it is computed from.
    package static let generation = ColumnAspects(rawValue: 16)
    package static let defaultValue = ColumnAspects(rawValue: 32)
    /// How it is stored and compressed.
    package static let storage = ColumnAspects(rawValue: 64)
    /// What becomes of a row that has null in it.
    package static let nullConflict = ColumnAspects(rawValue: 128)
}

/// What a difference is about, as one of the schemas has it.
package enum SchemaValue: Hashable, Sendable {
    case object(SchemaObject)
    case column(Column)
    case constraint(Constraint)
    case attribute(CompositeType.Attribute)
    /// The value of an enum type, and the one that it stands behind; `nil` where it is the first.
    case enumValue(String, after: String?)
    case name(String)
    /// A comment; `nil` for none.
    case comment(String?)
}
