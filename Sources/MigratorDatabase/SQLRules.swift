import MigratorSystem

/// How a database reads SQL, and how a statement for it is written.
package struct SQLRules: Hashable, Sendable {
    /// Which names are the same, and what a name without quotes means.
    package enum Names: Hashable, Sendable {
        /// Every byte counts; a name without quotes stands for the one in small letters.
        case exact
        /// Names are as written, with or without quotes, and the case of ASCII letters does not count.
        case ignoringCase
    }

    /// What stands for a parameter in a statement that names each once, in order.
    package enum Placeholders: Hashable, Sendable {
        /// A mark and the parameter's number: `$1`, `$2` … after `$`.
        case numbered(after: String)
        /// `?` for each.
        case inOrder
    }

    /// Whether a block comment may hold another.
    package let nestsComments: Bool
    /// Whether `[…]` is a name, and not a subscript.
    package let quotesNamesInBrackets: Bool
    /// Which names are the same.
    package let names: Names
    /// How parameters are written.
    package let placeholders: Placeholders

    /// Creates the rules; what is left out is as standard SQL has it.
    package init(
        nestsComments: Bool = false,
        quotesNamesInBrackets: Bool = false,
        names: Names = .exact,
        placeholders: Placeholders
    ) {
        self.nestsComments = nestsComments
        self.quotesNamesInBrackets = quotesNamesInBrackets
        self.names = names
        self.placeholders = placeholders
    }

    /// Whether two databases cut every text into the same tokens.
    package func readsAs(_ other: SQLRules) -> Bool {
        nestsComments == other.nestsComments && quotesNamesInBrackets == other.quotesNamesInBrackets
    }

    /// What stands for the parameter of this number, from 1.
    package func placeholder(_ number: Int) -> String {
        switch placeholders {
        case .numbered(let mark): "\(mark)\(number)"
        case .inOrder: "?"
        }
    }

    /// What stands before the number of a parameter in a statement that may name one several times.
    package var parameterMark: String {
        switch placeholders {
        case .numbered(let mark): mark
        case .inOrder: "?"
        }
    }

    /// The spelling that all names have that are the same to the database.
    package func folded(_ name: String) -> String {
        switch names {
        case .exact: name
        case .ignoringCase:
            String(decoding: name.utf8.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }, as: UTF8.self)
        }
    }
}

extension DatabaseKind {
    /// Whether two names mean the same table, column or index.
    package func isSame(_ left: String, _ right: String) -> Bool {
        rules.folded(left).isExactly(rules.folded(right))
    }
}
