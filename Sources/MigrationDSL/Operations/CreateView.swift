/// Makes a view, or replaces one.
public struct CreateView: Sendable {
    /// The view to make.
    public let view: View
    /// The view that it replaces, if it replaces one.
    public let replaced: View?
    /// Whether a view of this name that is there already is replaced.
    public let orReplace: Bool
}

extension CreateView: OperationDetails {
    package static var tag: String { "createView" }
    package var summary: String { "create view \(view.name)" }
    package var touched: Touched { .schema(of: view.name) }

    package func reversed() throws(Irreversible) -> [Operation] {
        if let replaced {
            return [Operation(CreateView(view: replaced, replaced: view, orReplace: true))]
        }
        guard !orReplace else {
            throw Irreversible(self, "say in replacing: which query the view had, or write a downgrade")
        }
        return [Operation(DropView(view: view, hasDefinition: true, ifExists: false))]
    }

    package func call() -> OperationCall {
        let method = orReplace ? "replaceView" : "createView"
        // With OR REPLACE alone the short form has no word for a materialized view.
        let isShort = [view, replaced].compactMap(\.self).allSatisfy {
            $0.isQueryAlone && !(orReplace && $0.isMaterialized)
        }
        guard isShort else {
            return OperationCall(method, .object(.view(view))).with("replacing", replaced.map { .object(.view($0)) })
        }
        return OperationCall(method, .objectName(view.name))
            .with("as", .sql(view.query))
            .with("replacing", replaced.map { .sql($0.query) })
            .flag("materialized", view.isMaterialized)
    }

    package func spell(into text: inout CanonicalText) {
        view.spell(into: &text)
        text.flag("orReplace", orReplace)
    }
}

extension Operations {
    /// Makes a view.
    ///
    /// ```sql
    /// CREATE VIEW "active_agents" AS SELECT * FROM agents WHERE active
    /// ```
    @discardableResult
    public func createView(_ name: ObjectName, as query: SQLText, materialized: Bool = false) -> RecordedOperation {
        let view = View(name, as: query, materialized: materialized)
        return record(CreateView(view: view, replaced: nil, orReplace: false))
    }

    /// Gives a view another query; with the one it had, the operation can be reversed.
    ///
    /// ```sql
    /// CREATE OR REPLACE VIEW "active_agents" AS SELECT id FROM agents WHERE active
    /// ```
    @discardableResult
    public func replaceView(
        _ name: ObjectName,
        as query: SQLText,
        replacing former: SQLText? = nil
    ) -> RecordedOperation {
        let replaced = former.map { View(name, as: $0) }
        return record(CreateView(view: View(name, as: query), replaced: replaced, orReplace: true))
    }

    /// Makes a view of a definition.
    @discardableResult
    public func createView(_ view: View) -> RecordedOperation {
        record(CreateView(view: view, replaced: nil, orReplace: false))
    }

    /// Makes a view into another, which may have more columns; with what it was, the operation can be reversed.
    @discardableResult
    public func replaceView(_ view: View, replacing former: View? = nil) -> RecordedOperation {
        record(CreateView(view: view, replaced: former, orReplace: true))
    }
}
