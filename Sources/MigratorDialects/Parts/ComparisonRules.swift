/// What one database keeps of a schema, and what it does by itself.
///
/// What is given here is for a plain database of standard SQL.
package struct ComparisonRules: Sendable {
    /// Whether comments are kept.
    package var keepsComments = true
    /// Whether tables and indexes have storage parameters, and columns a way to be stored.
    package var keepsStorage = true
    /// Whether enum types are objects of their own.
    package var keepsEnums = true
    /// Whether every constraint has a name, given by the database where a revision gives none.
    package var namesConstraints = true
    /// Whether a column that goes takes the constraints and indexes that name it.
    package var columnsTakeDependants = true
    /// Whether an index puts nulls first where it orders from the greatest down, and last elsewhere.
    package var ordersNullsByDirection = true
    /// Whether options of how rows are numbered, and whether they always are, are kept.
    package var keepsIdentityOptions = true
    /// Whether a key of one column of type `INTEGER` is the row's number, which is never null.
    package var keysNumberRows = false
    /// Whether a key may be declared to allow null.
    package var keysMayAllowNull = false
    /// Whether a view is replaced where it stands, so that what is of it stays.
    package var replacesViews = true
    /// The kinds of objects without a type of their own that only say how something is kept: they count where a schema is
    /// declared in Swift.
    package var tuningKinds: Set<String> = []
    /// The most bytes that a name has.
    package var nameLimit: Int?

    /// Creates the rules of a plain database.
    package init() {}
}
