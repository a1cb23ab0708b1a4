/// A part of a table's definition: a column or a constraint.
public struct TableElement: Sendable {
    package let column: Column?
    package let constraint: Constraint?
}

/// Gathers the columns and constraints that are listed in braces.
@resultBuilder
public enum TableBuilder {
    /// Takes a column.
    public static func buildExpression(_ column: Column) -> [TableElement] {
        [TableElement(column: column, constraint: nil)]
    }

    /// Takes a constraint.
    public static func buildExpression(_ constraint: Constraint) -> [TableElement] {
        [TableElement(column: nil, constraint: constraint)]
    }

    /// Takes a primary key.
    public static func buildExpression(_ constraint: PrimaryKey) -> [TableElement] {
        buildExpression(.primaryKey(constraint))
    }

    /// Takes a unique constraint.
    public static func buildExpression(_ constraint: Unique) -> [TableElement] {
        buildExpression(.unique(constraint))
    }

    /// Takes a check.
    public static func buildExpression(_ constraint: Check) -> [TableElement] {
        buildExpression(.check(constraint))
    }

    /// Takes a foreign key.
    public static func buildExpression(_ constraint: ForeignKey) -> [TableElement] {
        buildExpression(.foreignKey(constraint))
    }

    /// Takes an exclusion constraint.
    public static func buildExpression(_ constraint: Exclude) -> [TableElement] {
        buildExpression(.exclude(constraint))
    }

    /// Takes columns that a function or a loop made.
    public static func buildExpression(_ columns: [Column]) -> [TableElement] {
        columns.flatMap(buildExpression)
    }

    /// Joins the parts of a block.
    public static func buildBlock(_ parts: [TableElement]...) -> [TableElement] {
        parts.flatMap(\.self)
    }

    /// Takes one side of an `if`.
    public static func buildEither(first part: [TableElement]) -> [TableElement] { part }

    /// Takes the other side of an `if`.
    public static func buildEither(second part: [TableElement]) -> [TableElement] { part }

    /// Takes an `if` without `else`.
    public static func buildOptional(_ part: [TableElement]?) -> [TableElement] { part ?? [] }

    /// Takes the rounds of a loop.
    public static func buildArray(_ parts: [[TableElement]]) -> [TableElement] {
        parts.flatMap(\.self)
    }
}
