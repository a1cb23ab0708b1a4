import CachedQueries
public import MigrationDSL

/// A table with its indexes, as they are when the whole history is applied.
public struct TableShape: Sendable, Hashable {
    /// The table with its columns and constraints.
    public let table: Table
    /// The indexes that were made beside it.
    public let indexes: [Index]
    /// The description of the table that its records need.
    let record: RecordTable

    /// Creates a definition.
    public init(_ table: Table, indexes: [Index] = []) {
        self.table = table
        self.indexes = indexes
        let columns = table.columns.map { column in
            RecordTable.Column(
                column.name,
                "\(column.type.kind)\(column.isNullable ? "?" : "")",
                moment: Self.moments[column.name]
            )
        }
        record = RecordTable(table.name.name, columns: columns)
    }

    /// The columns that the database fills in with a moment, by name, and the kind of moment.
    private static let moments: [String: RecordTable.Moment] = [
        "created_at": .creation, "updated_at": .change, "last_activity": .other,
    ]

    /// The table's name, without a schema.
    public var name: String { table.name.name }

    /// The tables whose rows take rows of this one with them when they are deleted.
    var cascadingParents: [String] {
        table.constraints.compactMap { constraint in
            guard case .foreignKey(let key) = constraint, key.onDelete == .cascade else { return nil }
            return key.referencedTable.name
        }
    }
}
