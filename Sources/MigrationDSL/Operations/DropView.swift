/// Removes a view.
public struct DropView: Sendable {
    /// The view; its query is empty if it was not given.
    public let view: View
    /// Whether the view's query was given, which makes the operation reversible.
    public let hasDefinition: Bool
    /// Whether a view that is not there is no error.
    public let ifExists: Bool
}

extension DropView: OperationDetails {
    package static var tag: String { "dropView" }
    package var summary: String { "drop view \(view.name)" }
    package var touched: Touched { .schema(of: view.name) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard hasDefinition else {
            throw Irreversible(self, "give dropView the view's query, or write a downgrade")
        }
        return [Operation(CreateView(view: view, replaced: nil, orReplace: false))]
    }

    package func call() -> OperationCall {
        guard !hasDefinition || view.isQueryAlone else {
            return OperationCall("dropView", .object(.view(view))).flag("ifExists", ifExists)
        }
        return OperationCall("dropView", .objectName(view.name))
            .with("was", hasDefinition ? .sql(view.query) : nil)
            .flag("materialized", view.isMaterialized)
            .flag("ifExists", ifExists)
    }

    package func spell(into text: inout CanonicalText) {
        view.name.spell(into: &text)
        text.flag("materialized", view.isMaterialized)
        text.flag("ifExists", ifExists)
    }
}

extension Operations {
    /// Removes a view; with the query that it had, the operation can be reversed.
    ///
    /// ```sql
    /// DROP VIEW "active_agents"
    /// ```
    @discardableResult
    public func dropView(
        _ name: ObjectName,
        was query: SQLText? = nil,
        materialized: Bool = false,
        ifExists: Bool = false
    ) -> RecordedOperation {
        let view = View(name, as: query ?? "", materialized: materialized)
        return record(DropView(view: view, hasDefinition: query != nil, ifExists: ifExists))
    }

    /// Removes a view of which the definition is known.
    @discardableResult
    public func dropView(_ view: View, ifExists: Bool = false) -> RecordedOperation {
        record(DropView(view: view, hasDefinition: true, ifExists: ifExists))
    }
}
