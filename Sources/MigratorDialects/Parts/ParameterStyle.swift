/// How a database's SQL writes the parameters of a statement.
package struct ParameterStyle: Hashable, Sendable {
    /// What stands before a parameter's number.
    package let mark: String
    /// Whether `?` is an operator as well, and so none of the parameters of a statement that numbers them.
    package let hasMarkOperators: Bool
    /// Whether parameters may have names, as `:id`, and are bound in the order in which these first stand.
    package let hasNames: Bool

    /// Creates it.
    package init(mark: String, hasMarkOperators: Bool, hasNames: Bool) {
        self.mark = mark
        self.hasMarkOperators = hasMarkOperators
        self.hasNames = hasNames
    }
}
