/// A schema as it is to be: what a database is compared with, and what revisions are generated for.
///
/// ```swift
/// extension DeclaredSchema {
///     static let shop = DeclaredSchema {
///         EnumType("mood", ["low", "high"])
///         Table("customers") {
///             Column("id", .uuid).primaryKey()
///             Column("mood", .enumeration("mood")).notNull().default("low")
///         }
///         Index("ix_customers_mood", on: "customers", columns: ["mood"])
///         DeclaredSchema.orders
///     }
/// }
/// ```
///
/// A large schema has a `static let` for each table: the compiler's time grows with the square of what one holds.
public struct DeclaredSchema: Sendable {
    /// The objects, in the order in which they are declared.
    public let objects: [DeclaredObject]

    /// Declares a schema; other declared schemas may be part of it.
    public init(@SchemaBuilder _ objects: () -> [DeclaredObject]) {
        self.objects = objects()
    }

    /// Takes objects that were made elsewhere.
    public init(_ objects: [DeclaredObject]) {
        self.objects = objects
    }
}

/// An object of a declared schema, and where it is declared.
///
/// The place is no part of the object: two that are declared alike in different places are equal as ``object``.
public struct DeclaredObject: Sendable {
    /// The object.
    public let object: SchemaObject
    /// Where it is declared.
    public let location: SourceLocation

    /// Creates an object with its place.
    public init(_ object: SchemaObject, at location: SourceLocation) {
        self.object = object
        self.location = location
    }
}
