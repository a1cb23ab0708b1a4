/// The definition of an index.
public struct Index: Hashable, Sendable, Changeable {
    /// The index's name.
    public let name: String
    /// The table that it is of; the index lives in the table's schema.
    public let table: ObjectName
    /// The columns or expressions, in order.
    public let columns: [IndexColumn]
    /// Whether no two rows may share them.
    public let isUnique: Bool
    /// The rows that it holds; all if `nil`.
    public let predicate: SQLText?
    /// Columns that it carries without ordering by them; PostgreSQL only.
    public let include: [String]
    /// The method, such as `gin`; PostgreSQL only, `btree` if `nil`.
    public let method: String?
    /// Whether two nulls are the same to a unique one; PostgreSQL only, since 15.
    public let nullsNotDistinct: Bool
    /// Storage parameters, such as `fillfactor`; PostgreSQL only.
    public let storage: [String: String]
    /// What it is for, kept in PostgreSQL's catalogue.
    public private(set) var comment: String?
    /// The name that it had, for a declared schema.
    public private(set) var formerName: String?

    /// Creates a definition.
    public init(
        _ name: String,
        on table: ObjectName,
        columns: [IndexColumn],
        unique: Bool = false,
        where predicate: SQLText? = nil,
        include: [String] = [],
        using method: String? = nil,
        nullsNotDistinct: Bool = false,
        storage: [String: String] = [:]
    ) {
        self.name = name
        self.table = table
        self.columns = columns
        isUnique = unique
        self.predicate = predicate
        self.include = include
        self.method = method
        self.nullsNotDistinct = nullsNotDistinct
        self.storage = storage
    }

    /// Says what it is for.
    public func comment(_ comment: String) -> Index {
        with { $0.comment = comment }
    }

    /// Says the name that it had; counts where a database has only that.
    public func renamed(from name: String) -> Index {
        with { $0.formerName = name }
    }
}

extension Index: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        text.string("name", name)
        text.value("table", table)
        text.values("columns", columns)
        text.flag("unique", isUnique)
        text.value("where", predicate)
        text.strings("include", include)
        text.string("using", method)
        text.flag("nullsNotDistinct", nullsNotDistinct)
        text.settings("storage", storage)
        text.string("comment", comment)
    }
}
