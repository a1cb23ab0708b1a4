/// Columns that name a row of another table.
public struct ForeignKey: Hashable, Sendable {
    /// The columns, in order.
    public let columns: [String]
    /// The table that they point to.
    public let referencedTable: ObjectName
    /// The columns of that table; its primary key if empty.
    public let referencedColumns: [String]
    /// The action on the row when the row it points to is deleted.
    public let onDelete: ReferentialAction?
    /// The action on the row when the key it points to changes.
    public let onUpdate: ReferentialAction?
    /// Whether the check may wait until the transaction ends.
    public let deferrable: Deferral?
    /// Whether rows that are there already are left unchecked until `validateConstraint`; PostgreSQL only.
    public let isNotValid: Bool
    /// The constraint's name; PostgreSQL's own rule, `TABLE_COLUMNS_fkey`, if `nil`.
    public let name: String?
    /// Whether either all columns are null or none; PostgreSQL only.
    public let matchesFull: Bool
    /// The columns that `onDelete` sets to null or to their defaults; all if empty, PostgreSQL only.
    public let onDeleteColumns: [String]
    /// What it is for, kept in PostgreSQL's catalogue.
    public let comment: String?

    /// Creates a foreign key.
    public init(
        _ columns: [String],
        references table: ObjectName,
        _ referencedColumns: [String] = ["id"],
        onDelete: ReferentialAction? = nil,
        onUpdate: ReferentialAction? = nil,
        deferrable: Deferral? = nil,
        notValid: Bool = false,
        name: String? = nil,
        matchFull: Bool = false,
        onDeleteColumns: [String] = [],
        comment: String? = nil
    ) {
        self.columns = columns
        referencedTable = table
        self.referencedColumns = referencedColumns
        self.onDelete = onDelete
        self.onUpdate = onUpdate
        self.deferrable = deferrable
        isNotValid = notValid
        self.name = name
        matchesFull = matchFull
        self.onDeleteColumns = onDeleteColumns
        self.comment = comment
    }
}

/// The action on a row when the row it points to is deleted or changes.
public enum ReferentialAction: String, Hashable, Sendable {
    /// The change is refused when the statement, or for a deferred key the transaction, ends.
    case noAction = "NO ACTION"
    /// The change is refused at once.
    case restrict = "RESTRICT"
    /// The row goes or changes with it.
    case cascade = "CASCADE"
    /// The columns become null.
    case setNull = "SET NULL"
    /// The columns become their defaults.
    case setDefault = "SET DEFAULT"
}
