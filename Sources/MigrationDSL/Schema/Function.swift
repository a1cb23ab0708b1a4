/// The definition of a function or a procedure, in SQL; PostgreSQL only.
///
/// ```swift
/// Function("add_one", "n integer", "CREATE FUNCTION add_one(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n + 1'")
/// ```
public struct Function: Hashable, Sendable, Changeable {
    /// The function's name.
    public let name: ObjectName
    /// The arguments that tell it from others of its name, as `pg_get_function_identity_arguments` gives them.
    public let arguments: String
    /// The statement that makes it, whole.
    public let definition: SQLText
    /// Whether it is a procedure.
    public let isProcedure: Bool
    /// What it is for.
    public private(set) var comment: String?

    /// Creates a definition.
    public init(
        _ name: ObjectName,
        _ arguments: String = "",
        _ definition: SQLText,
        procedure isProcedure: Bool = false
    ) {
        self.name = name
        self.arguments = arguments
        self.definition = definition
        self.isProcedure = isProcedure
    }

    /// Says what it is for.
    public func comment(_ comment: String) -> Function {
        with { $0.comment = comment }
    }
}

extension Function: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
        text.sql("arguments", arguments)
        text.value("definition", definition)
        text.flag("procedure", isProcedure)
        text.string("comment", comment)
    }
}
