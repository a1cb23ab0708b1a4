/// The definition of a table: what `createTable` makes, and what `dropTable` needs to be reversed.
public struct Table: Hashable, Sendable {
    /// The table's name.
    public let name: ObjectName
    /// Its columns, in order.
    public let columns: [Column]
    /// The constraints that were written beside the columns.
    public let tableConstraints: [Constraint]
    /// The comment, kept in PostgreSQL's catalogue.
    public let comment: String?
    /// The options that only SQLite has.
    public let sqliteOptions: SQLiteTableOptions

    /// Creates a definition.
    public init(
        _ name: ObjectName,
        comment: String? = nil,
        sqliteOptions: SQLiteTableOptions = [],
        @TableBuilder _ elements: () -> [TableElement]
    ) {
        let elements = elements()
        self.name = name
        self.comment = comment
        self.sqliteOptions = sqliteOptions
        columns = elements.compactMap(\.column)
        tableConstraints = elements.compactMap(\.constraint)
    }

    /// All constraints: those of the columns, then those of the table.
    public var constraints: [Constraint] {
        columns.flatMap(\.constraints) + tableConstraints
    }

    /// The columns of the primary key.
    public var primaryKeyColumns: [String] {
        for case .primaryKey(let key) in constraints { return key.columns }
        return []
    }
}

/// The options of a table that only SQLite has.
public struct SQLiteTableOptions: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: Int

    /// Creates options from bits.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Columns hold only values of their type.
    public static let strict = SQLiteTableOptions(rawValue: 1)
    /// Rows are kept in the order of the primary key and have no rowid.
    public static let withoutRowID = SQLiteTableOptions(rawValue: 2)
}

extension Table: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
        text.values("columns", columns)
        // A key written at its column or beside it is the same key.
        text.unordered("constraints", constraints)
        text.string("comment", comment)
        text.flag("strict", sqliteOptions.contains(.strict))
        text.flag("withoutRowID", sqliteOptions.contains(.withoutRowID))
    }
}
