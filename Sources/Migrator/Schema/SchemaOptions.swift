/// Which part of a schema is read, and what is told about it.
public struct SchemaOptions: Hashable, Sendable {
    /// The schemas that are read, by name; `nil` for all of the database.
    public var schemas: [String]?
    /// The objects that are looked at, as patterns `kind:schema.name` in which a `*` stands for any text; empty for all.
    ///
    /// The kind may be left out, and the schema where it is the one that every database has. What belongs to a table,
    /// such as an index, is looked at where the table is.
    public var include: [String]
    /// The objects that are left alone, as patterns.
    public var exclude: [String]
    /// The objects that are left alone unless the declared schema has them, as patterns.
    public var ignore: [String]
    /// Other names that the new schema has for things of the old one, as `TABLE=NEW` or `TABLE.COLUMN=NEW`.
    public var renames: [String]
    /// The URL of a server on which empty databases may be made; `nil` for that of the database itself.
    public var scratch: String?

    /// Creates options: all of a schema.
    public init(
        schemas: [String]? = nil,
        include: [String] = [],
        exclude: [String] = [],
        ignore: [String] = [],
        renames: [String] = [],
        scratch: String? = nil
    ) {
        self.schemas = schemas
        self.include = include
        self.exclude = exclude
        self.ignore = ignore
        self.renames = renames
        self.scratch = scratch
    }
}
