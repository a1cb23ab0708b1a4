/// The definition of a view.
public struct View: Hashable, Sendable {
    /// The view's name.
    public let name: ObjectName
    /// The query that it shows.
    public let query: SQLText
    /// Whether its rows are kept until it is refreshed; PostgreSQL only.
    public let isMaterialized: Bool

    /// Creates a definition.
    public init(_ name: ObjectName, as query: SQLText, materialized: Bool = false) {
        self.name = name
        self.query = query
        isMaterialized = materialized
    }
}

extension View: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
        text.value("query", query)
        text.flag("materialized", isMaterialized)
    }
}
