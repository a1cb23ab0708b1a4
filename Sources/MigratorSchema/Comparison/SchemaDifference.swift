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

    /// Creates a difference.
    package init(
        _ change: SchemaChange,
        _ object: ObjectReference,
        part: String? = nil,
        old: SchemaValue? = nil,
        new: SchemaValue? = nil,
        summary: String,
        destroys: Bool = false
    ) {
        self.change = change
        self.object = object
        self.part = part
        self.old = old
        self.new = new
        self.summary = summary
        self.destroys = destroys
    }
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
