/// How one database reads expressions.
package struct ExpressionRules: Sendable {
    /// How tightly binary operators bind, by their sign or word in small letters; the higher, the tighter.
    package let precedence: [String: Int]
    /// How tightly an operator binds that ``precedence`` does not name; `nil` if there is no other.
    package let otherPrecedence: Int?
    /// How tightly NOT binds what follows it.
    package let notPrecedence: Int
    /// How tightly IS binds.
    package let isPrecedence: Int
    /// How tightly BETWEEN, IN and LIKE bind.
    package let matchPrecedence: Int
    /// How tightly a sign before an operand binds.
    package let signPrecedence: Int
    /// The sign that stands for an operator's other spellings.
    package let synonyms: [String: String]
    /// Whether `::` casts, and `=ANY (ARRAY[…])` is what the database makes of IN, and two comparisons of BETWEEN.
    package let rewritesLists: Bool
    /// Whether a name in double quotes that is no column's is taken for text.
    package let takesNamesForText: Bool
    /// The functions of texts whose results have no collation; `nil` where no expression has that of its columns.
    package var collationEnds: Set<String>?

    /// Standard SQL.
    package static let plain = ExpressionRules(
        precedence: [
            "or": 1, "and": 2, "=": 5, "<>": 5, "<": 5, ">": 5, "<=": 5, ">=": 5, "+": 8, "-": 8, "*": 9, "/": 9,
        ],
        otherPrecedence: nil,
        notPrecedence: 3,
        isPrecedence: 4,
        matchPrecedence: 6,
        signPrecedence: 12,
        synonyms: ["!=": "<>"],
        rewritesLists: false,
        takesNamesForText: false
    )
}
