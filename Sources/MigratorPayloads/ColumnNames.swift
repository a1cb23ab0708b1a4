package import MigratorDatabase

/// A table's column names, compared as its database does: PostgreSQL by every byte, SQLite without regard to the case
/// of ASCII letters.
///
/// Swift's strings are equal if they look equal; to both databases they are not.
package struct ColumnNames {
    private let kind: DatabaseKind
    private let indices: [[UInt8]: Int]

    package init(_ names: [String], of kind: DatabaseKind) {
        self.kind = kind
        indices = Dictionary(
            names.enumerated().map { (Self.folded($1, kind), $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The index of the column that a name means.
    package func index(of name: String) -> Int? { indices[Self.folded(name, kind)] }

    private static func folded(_ name: String, _ kind: DatabaseKind) -> [UInt8] {
        kind == .sqlite ? name.utf8.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 } : Array(name.utf8)
    }
}
