/// Gathers the objects that are listed in the braces of a declared schema, each with its file and line.
@resultBuilder
public enum SchemaBuilder {
    /// Takes an object, objects that a function made, or what another declared schema holds.
    public static func buildExpression(
        _ part: some SchemaPart,
        file: String = #fileID,
        line: Int = #line
    ) -> [DeclaredObject] {
        part.declared(at: SourceLocation(file: file, line: line))
    }

    /// Joins the parts of a block.
    public static func buildBlock(_ parts: [DeclaredObject]...) -> [DeclaredObject] {
        parts.flatMap(\.self)
    }

    /// Takes one side of an `if`.
    public static func buildEither(first part: [DeclaredObject]) -> [DeclaredObject] { part }

    /// Takes the other side of an `if`.
    public static func buildEither(second part: [DeclaredObject]) -> [DeclaredObject] { part }

    /// Takes an `if` without `else`.
    public static func buildOptional(_ part: [DeclaredObject]?) -> [DeclaredObject] { part ?? [] }

    /// Takes the rounds of a loop.
    public static func buildArray(_ parts: [[DeclaredObject]]) -> [DeclaredObject] {
        parts.flatMap(\.self)
    }
}
