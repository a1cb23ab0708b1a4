/// The columns that name a row.
public struct PrimaryKey: Hashable, Sendable {
    /// The columns, in order.
    public let columns: [String]
    /// The constraint's name; PostgreSQL's own rule, `TABLE_pkey`, if `nil`.
    public let name: String?
    /// Columns that its index carries without ordering by them; PostgreSQL only.
    public let include: [String]
    /// Whether the check may wait until the transaction ends; PostgreSQL only.
    public let deferrable: Deferral?
    /// The columns that it orders from the greatest down; SQLite only.
    public let descending: [String]
    /// Whether its columns may be null, as SQLite allows for a table with a rowid.
    public let allowsNull: Bool
    /// What SQLite does with a row that breaks it.
    public let onConflict: ConflictResolution?
    /// What it is for, kept in PostgreSQL's catalogue.
    public let comment: String?

    /// Creates a primary key.
    public init(
        _ columns: [String],
        name: String? = nil,
        include: [String] = [],
        deferrable: Deferral? = nil,
        descending: [String] = [],
        allowsNull: Bool = false,
        onConflict: ConflictResolution? = nil,
        comment: String? = nil
    ) {
        self.columns = columns
        self.name = name
        self.include = include
        self.deferrable = deferrable
        self.descending = descending
        self.allowsNull = allowsNull
        self.onConflict = onConflict
        self.comment = comment
    }
}
