/// An object that has no type of its own yet: made by its text, and dropped by its kind and name.
///
/// ```swift
/// Opaque("rule", "keep", "CREATE RULE keep AS ON DELETE TO orders DO INSTEAD NOTHING", on: "orders")
/// ```
public struct Opaque: Hashable, Sendable {
    /// What it is, in SQL's words and small letters: `rule`, `aggregate`, `text search configuration`.
    public let kind: String
    /// The object's name.
    public let name: ObjectName
    /// The statements that make it, whole.
    public let ddl: SQLText
    /// The table that it is of, if its name is the table's own.
    public let table: ObjectName?
    /// The statement that drops it; `DROP KIND name`, and `ON table` where it is of one, if `nil`.
    public let drop: SQLText?

    /// Creates an object.
    public init(
        _ kind: String,
        _ name: ObjectName,
        _ ddl: SQLText,
        on table: ObjectName? = nil,
        drop: SQLText? = nil
    ) {
        self.kind = kind
        self.name = name
        self.ddl = ddl
        self.table = table
        self.drop = drop
    }
}

extension Opaque: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        text.string("kind", kind)
        name.spell(into: &text)
        text.value("ddl", ddl)
        text.value("table", table)
        text.value("drop", drop)
    }
}
