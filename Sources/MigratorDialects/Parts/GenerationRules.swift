/// What one database can change where it stands, as far as generated operations depend on it.
///
/// What is given here is for a plain database of standard SQL.
package struct GenerationRules: Sendable {
    /// Whether an object that uses a column keeps the column's type from changing, so that it is made anew.
    package var dependantsBlockColumns = false
    /// Whether a value that is added to an enum type can be used only by later transactions.
    package var addsEnumValuesAhead = false
    /// Whether a column that is there can be numbered by the database, or be so no more.
    package var changesNumbering = false
    /// Whether a computed column can become a plain one that keeps its values.
    package var keepsComputedValues = false

    /// Creates the rules of a plain database.
    package init() {}
}

/// How values of a column's old type become those of its new one.
package enum TypeConversion: Hashable, Sendable {
    /// By themselves, as in an assignment; what does not fit is refused.
    case assignment
    /// By an expression that the change has to say.
    case using(String)
}
