/// A column or an expression that an index orders by.
public struct IndexColumn: Hashable, Sendable, Changeable {
    package enum Key: Hashable, Sendable {
        case column(String)
        case expression(SQLText)
    }

    package let key: Key
    package private(set) var isDescending = false
    package private(set) var nullsFirst: Bool?
    package private(set) var collation: SQLText?
    package private(set) var operatorClass: String?
    package private(set) var operatorClassParameters: [String: String] = [:]

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
    public func operatorClass(_ name: String, _ parameters: [String: String] = [:]) -> IndexColumn {
        with {
            $0.operatorClass = name
            $0.operatorClassParameters = parameters
        }
    }

    private init(key: Key) {
        self.key = key
    }
}

extension IndexColumn: ExpressibleByStringLiteral {
    /// Orders by the column of this name.
    public init(stringLiteral value: String) {
        self.init(key: .column(value))
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
        text.settings("operatorClassParameters", operatorClassParameters)
    }
}
