/// The tables that an operation touches, and whether it touches their definition or their rows.
public struct Touched: Hashable, Sendable {
    /// The tables; `nil` if the operation does not say, which counts as all.
    public let tables: Set<ObjectName>?
    /// Whether a definition changes.
    public let schema: Bool
    /// Whether rows change.
    public let data: Bool

    package init(tables: Set<ObjectName>?, schema: Bool = false, data: Bool = false) {
        self.tables = tables
        self.schema = schema
        self.data = data
    }

    package static func schema(of tables: ObjectName...) -> Touched {
        Touched(tables: Set(tables), schema: true)
    }

    package static func data(of table: ObjectName) -> Touched {
        Touched(tables: [table], data: true)
    }

    /// Both together.
    public func union(_ other: Touched) -> Touched {
        var all: Set<ObjectName>?
        if let tables, let others = other.tables { all = tables.union(others) }
        return Touched(tables: all, schema: schema || other.schema, data: data || other.data)
    }
}
