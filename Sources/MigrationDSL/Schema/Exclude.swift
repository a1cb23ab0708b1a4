/// Expressions of which no two rows fulfil all at once; PostgreSQL only.
public struct Exclude: Hashable, Sendable {
    /// One of the expressions and the operator that compares two rows by it.
    public struct Element: Hashable, Sendable {
        /// A column or an expression, with its collation, operator class and order as SQL writes them.
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
    /// Columns that its index carries.
    public let include: [String]
    /// Whether the check may wait until the transaction ends.
    public let deferrable: Deferral?
    /// What it is for, kept in PostgreSQL's catalogue.
    public let comment: String?

    /// Creates an exclusion constraint.
    public init(
        _ elements: [Element],
        using method: String = "gist",
        where predicate: String? = nil,
        name: String? = nil,
        include: [String] = [],
        deferrable: Deferral? = nil,
        comment: String? = nil
    ) {
        self.elements = elements
        self.method = method
        self.predicate = predicate
        self.name = name
        self.include = include
        self.deferrable = deferrable
        self.comment = comment
    }
}
