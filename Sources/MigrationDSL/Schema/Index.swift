/// The definition of an index.
public struct Index: Hashable, Sendable {
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

    /// Creates a definition.
    public init(
        _ name: String,
        on table: ObjectName,
        columns: [IndexColumn],
        unique: Bool = false,
        where predicate: SQLText? = nil,
        include: [String] = [],
        using method: String? = nil
    ) {
        self.name = name
        self.table = table
        self.columns = columns
        isUnique = unique
        self.predicate = predicate
        self.include = include
        self.method = method
    }
}

/// A column or an expression that an index orders by.
public struct IndexColumn: Hashable, Sendable {
    package enum Key: Hashable, Sendable {
        case column(String)
        case expression(SQLText)
    }

    package let key: Key
    package private(set) var isDescending = false
    package private(set) var nullsFirst: Bool?
    package private(set) var collation: SQLText?
    package private(set) var operatorClass: String?

    /// Orders by a column.
    public static func column(_ name: String) -> IndexColumn {
        IndexColumn(key: .column(name))
    }

    /// Orders by an expression, such as `lower(name)`.
    public static func expression(_ sql: SQLText) -> IndexColumn {
        IndexColumn(key: .expression(sql))
    }

    /// Orders from the greatest down.
    public func descending() -> IndexColumn {
        with { $0.isDescending = true }
    }

    /// Puts nulls first or last; PostgreSQL only.
    public func nulls(first: Bool) -> IndexColumn {
        with { $0.nullsFirst = first }
    }

    /// Sets the collation that it orders by.
    public func collate(_ collation: SQLText) -> IndexColumn {
        with { $0.collation = collation }
    }

    /// Sets the operator class, such as `gin_trgm_ops`; PostgreSQL only.
    public func operatorClass(_ name: String) -> IndexColumn {
        with { $0.operatorClass = name }
    }

    private init(key: Key) {
        self.key = key
    }

    private func with(_ change: (inout IndexColumn) -> Void) -> IndexColumn {
        var copy = self
        change(&copy)
        return copy
    }
}

extension IndexColumn: ExpressibleByStringLiteral {
    /// Orders by the column of this name.
    public init(stringLiteral value: String) {
        self.init(key: .column(value))
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
    }
}

extension IndexColumn: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        switch key {
        case .column(let name): text.string("column", name)
        case .expression(let sql): text.value("expression", sql)
        }
        text.flag("descending", isDescending)
        text.string("nulls", nullsFirst.map { $0 ? "first" : "last" })
        text.value("collation", collation)
        text.string("operatorClass", operatorClass)
    }
}
