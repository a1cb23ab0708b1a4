/// Columns that no two rows share.
public struct Unique: Hashable, Sendable {
    /// The columns, in order.
    public let columns: [String]
    /// The constraint's name; PostgreSQL's own rule, `TABLE_COLUMNS_key`, if `nil`.
    public let name: String?
    /// Whether two nulls are the same; PostgreSQL only, since 15.
    public let nullsNotDistinct: Bool
    /// Columns that its index carries without ordering by them; PostgreSQL only.
    public let include: [String]
    /// Whether the check may wait until the transaction ends; PostgreSQL only.
    public let deferrable: Deferral?
    /// What SQLite does with a row that breaks it.
    public let onConflict: ConflictResolution?
    /// What it is for, kept in PostgreSQL's catalogue.
    public let comment: String?

    /// Creates a unique constraint.
    public init(
        _ columns: [String],
        name: String? = nil,
        nullsNotDistinct: Bool = false,
        include: [String] = [],
        deferrable: Deferral? = nil,
        onConflict: ConflictResolution? = nil,
        comment: String? = nil
    ) {
        self.columns = columns
        self.name = name
        self.nullsNotDistinct = nullsNotDistinct
        self.include = include
        self.deferrable = deferrable
        self.onConflict = onConflict
        self.comment = comment
    }
}
