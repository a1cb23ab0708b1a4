/// The definition of a view.
public struct View: Hashable, Sendable, Changeable {
    /// The view's name.
    public let name: ObjectName
    /// The names of its columns; those of the query if empty.
    public let columns: [String]
    /// The query that it shows.
    public let query: SQLText
    /// Whether its rows are kept until it is refreshed; PostgreSQL only.
    public let isMaterialized: Bool
    /// Whether a materialized view is filled when it is made.
    public let hasData: Bool
    /// What PostgreSQL does when it is read and written.
    public let options: ViewOptions
    /// Storage parameters of a materialized view.
    public private(set) var storage: [String: String] = [:]
    /// What it is for, kept in PostgreSQL's catalogue.
    public private(set) var comment: String?
    /// The name that it had, for a declared schema.
    public private(set) var formerName: String?

    /// Creates a definition.
    public init(
        _ name: ObjectName,
        columns: [String] = [],
        as query: SQLText,
        materialized: Bool = false,
        withData hasData: Bool = true,
        options: ViewOptions = ViewOptions()
    ) {
        self.name = name
        self.columns = columns
        self.query = query
        isMaterialized = materialized
        self.hasData = hasData
        self.options = options
    }

    /// Whether its name, its query and the word materialized are all that it says.
    var isQueryAlone: Bool {
        columns.isEmpty && hasData && options == ViewOptions() && storage.isEmpty && comment == nil
    }

    /// Sets storage parameters of a materialized view.
    public func storage(_ parameters: [String: String]) -> View {
        with { $0.storage = parameters }
    }

    /// Says what it is for.
    public func comment(_ comment: String) -> View {
        with { $0.comment = comment }
    }

    /// Says the name that it had; counts where a database has only that.
    public func renamed(from name: String) -> View {
        with { $0.formerName = name }
    }
}

extension View: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
        text.value("query", query)
        text.flag("materialized", isMaterialized)
        text.strings("columns", columns)
        text.flag("withNoData", !hasData)
        if options != ViewOptions() { text.value("options", options) }
        text.settings("storage", storage)
        text.string("comment", comment)
    }
}
