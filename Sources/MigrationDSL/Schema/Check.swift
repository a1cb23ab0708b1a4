/// An expression that is false for no row.
public struct Check: Hashable, Sendable {
    /// The expression.
    public let expression: SQLText
    /// The constraint's name.
    public let name: String?
    /// Whether rows that are there already are left unchecked until `validateConstraint`; PostgreSQL only.
    public let isNotValid: Bool
    /// Whether tables that inherit from this one are left out; PostgreSQL only.
    public let noInherit: Bool
    /// What it is for, kept in PostgreSQL's catalogue.
    public let comment: String?

    /// Creates a check.
    public init(
        _ expression: SQLText,
        name: String? = nil,
        notValid: Bool = false,
        noInherit: Bool = false,
        comment: String? = nil
    ) {
        self.expression = expression
        self.name = name
        isNotValid = notValid
        self.noInherit = noInherit
        self.comment = comment
    }
}

extension Check: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        Constraint.check(self).spell(into: &text)
    }
}
