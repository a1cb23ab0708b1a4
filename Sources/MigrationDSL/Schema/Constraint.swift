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
}

/// The columns that name a row.
public struct PrimaryKey: Hashable, Sendable {
    /// The columns, in order.
    public let columns: [String]
    /// The constraint's name; PostgreSQL's own rule, `TABLE_pkey`, if `nil`.
    public let name: String?

    /// Creates a primary key.
    public init(_ columns: [String], name: String? = nil) {
        self.columns = columns
        self.name = name
    }
}

/// Columns that no two rows share.
public struct Unique: Hashable, Sendable {
    /// The columns, in order.
    public let columns: [String]
    /// The constraint's name; PostgreSQL's own rule, `TABLE_COLUMNS_key`, if `nil`.
    public let name: String?
    /// Whether the check may wait until the transaction ends; PostgreSQL only.
    public let deferrable: Deferral?

    /// Creates a unique constraint.
    public init(_ columns: [String], name: String? = nil, deferrable: Deferral? = nil) {
        self.columns = columns
        self.name = name
        self.deferrable = deferrable
    }
}

/// An expression that is false for no row.
public struct Check: Hashable, Sendable {
    /// The expression.
    public let expression: SQLText
    /// The constraint's name.
    public let name: String?
    /// Whether rows that are there already are left unchecked until `validateConstraint`; PostgreSQL only.
    public let isNotValid: Bool

    /// Creates a check.
    public init(_ expression: SQLText, name: String? = nil, notValid: Bool = false) {
        self.expression = expression
        self.name = name
        isNotValid = notValid
    }
}

/// Expressions of which no two rows may match in all; PostgreSQL only.
public struct Exclude: Hashable, Sendable {
    /// One of the expressions and the operator that compares two rows by it.
    public struct Element: Hashable, Sendable {
        /// A column or an expression.
        public let expression: String
        /// The operator, such as `=` or `&&`.
        public let comparison: String

        /// Creates an element.
        public init(_ expression: String, with comparison: String) {
            self.expression = expression
            self.comparison = comparison
        }
    }

    /// The elements, in order.
    public let elements: [Element]
    /// The index method, `gist` unless said otherwise.
    public let method: String
    /// The rows that the constraint is about; all if `nil`.
    public let predicate: String?
    /// The constraint's name.
    public let name: String?
    /// Whether the check may wait until the transaction ends.
    public let deferrable: Deferral?

    /// Creates an exclusion constraint.
    public init(
        _ elements: [Element],
        using method: String = "gist",
        where predicate: String? = nil,
        name: String? = nil,
        deferrable: Deferral? = nil
    ) {
        self.elements = elements
        self.method = method
        self.predicate = predicate
        self.name = name
        self.deferrable = deferrable
    }
}

/// Whether a constraint may be checked when the transaction ends instead of after each statement.
public enum Deferral: String, Hashable, Sendable {
    /// The check may be deferred, and is done after each statement unless the transaction defers it.
    case initiallyImmediate
    /// The check may be deferred, and is done at COMMIT unless the transaction asks for it earlier.
    case initiallyDeferred
}
