package import MigratorDatabase

/// A table's column names as its database tells them apart: PostgreSQL by every byte, SQLite whatever the case of the
/// letters of ASCII.
///
/// Strings are equal to Swift if they only look equal; to neither database they are.
package struct ColumnNames {
    private let kind: DatabaseKind
    private let places: [[UInt8]: Int]

    package init(_ names: [String], of kind: DatabaseKind) {
        self.kind = kind
        places = Dictionary(
            names.enumerated().map { (Self.folded($1, kind), $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The place of the column that a name means.
    package func index(of name: String) -> Int? { places[Self.folded(name, kind)] }

    private static func folded(_ name: String, _ kind: DatabaseKind) -> [UInt8] {
        kind == .sqlite ? name.utf8.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 } : Array(name.utf8)
    }
}
