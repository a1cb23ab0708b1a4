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
    /// The place where the table is declared.
    private let location: SourceLocation

    /// Creates a definition, which is declared where this is called.
    public init(_ table: Table, indexes: [Index] = [], file: String = #fileID, line: Int = #line) {
        self.table = table
        self.indexes = indexes
        location = SourceLocation(file: file, line: line)
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

extension TableShape {
    /// Whether both say the same; where they are declared does not count.
    public static func == (left: TableShape, right: TableShape) -> Bool {
        left.table == right.table && left.indexes == right.indexes
    }

    /// Hashes the table and its indexes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(table)
        hasher.combine(indexes)
    }
}

extension TableShape: SchemaPart {
    /// The table and its indexes, each at the place of the definition.
    public func declared(at location: SourceLocation) -> [DeclaredObject] {
        [DeclaredObject(.table(table), at: self.location)]
            + indexes.map { DeclaredObject(.index($0), at: self.location) }
    }
}
