import MigratorSystem

/// The name of a column with its table's.
public struct ColumnName: Hashable, Sendable, CustomStringConvertible {
    /// The table.
    public let table: ObjectName
    /// The column's own name.
    public let column: String

    /// Creates a name.
    public init(_ table: ObjectName, _ column: String) {
        self.table = table
        self.column = column
    }

    /// Whether two names are the same, byte by byte.
    public static func == (left: ColumnName, right: ColumnName) -> Bool {
        left.table == right.table && left.column.isExactly(right.column)
    }

    /// `table.column`.
    public var description: String { "\(table).\(column)" }
}

extension ColumnName: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        text.value("table", table)
        text.string("column", column)
    }
}
