package import MigratorDatabase

/// A table's column names as its database tells them apart.
///
/// Swift calls strings equal that only look equal; no database does.
package struct ColumnNames {
    private let rules: SQLRules
    private let indices: [[UInt8]: Int]

    package init(_ names: [String], of kind: DatabaseKind) {
        let rules = kind.rules
        self.rules = rules
        indices = Dictionary(
            names.enumerated().map { (Self.key($1, rules), $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The index of the column that a name means.
    package func index(of name: String) -> Int? { indices[Self.key(name, rules)] }

    private static func key(_ name: String, _ rules: SQLRules) -> [UInt8] {
        Array(rules.folded(name).utf8)
    }
}
