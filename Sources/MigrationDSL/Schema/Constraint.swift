/// A rule that the rows of a table keep.
public enum Constraint: Hashable, Sendable {
    /// The columns that name a row.
    case primaryKey(PrimaryKey)
    /// Columns that no two rows share.
    case unique(Unique)
    /// An expression that is never false.
    case check(Check)
    /// Columns that name a row of another table.
    case foreignKey(ForeignKey)
    /// Expressions that no two rows fulfil together; PostgreSQL only.
    case exclude(Exclude)

    /// The constraint's name, if it was given one.
    public var name: String? {
        switch self {
        case .primaryKey(let constraint): constraint.name
        case .unique(let constraint): constraint.name
        case .check(let constraint): constraint.name
        case .foreignKey(let constraint): constraint.name
        case .exclude(let constraint): constraint.name
        }
    }

    /// What it is for, kept in PostgreSQL's catalogue.
    public var comment: String? {
        switch self {
        case .primaryKey(let constraint): constraint.comment
        case .unique(let constraint): constraint.comment
        case .check(let constraint): constraint.comment
        case .foreignKey(let constraint): constraint.comment
        case .exclude(let constraint): constraint.comment
        }
    }
}

/// Whether a constraint may be checked when the transaction ends instead of after each statement.
public enum Deferral: String, Hashable, Sendable {
    /// The check may be deferred, and is done after each statement unless the transaction defers it.
    case initiallyImmediate
    /// The check may be deferred, and is done at COMMIT unless the transaction asks for it earlier.
    case initiallyDeferred
}

/// What SQLite does with a row that breaks a constraint, instead of failing the statement.
public enum ConflictResolution: String, Hashable, Sendable {
    /// The transaction ends.
    case rollback = "ROLLBACK"
    /// The statement fails, as it does unless told otherwise.
    case abort = "ABORT"
    /// The statement stops and keeps what it did before.
    case fail = "FAIL"
    /// The row is left out.
    case ignore = "IGNORE"
    /// The rows that are in the way go.
    case replace = "REPLACE"
}
