/// Sets the options of a view, all of them; PostgreSQL only.
public struct AlterView: Sendable {
    /// The view's name.
    public let name: ObjectName
    /// The options that it gets; those that are not set go.
    public let options: ViewOptions
    /// The options that it had, which make the operation reversible.
    public let previous: ViewOptions?
}

extension AlterView: OperationDetails {
    package static var tag: String { "alterView" }
    package var summary: String { "alter view \(name)" }
    package var touched: Touched { .schema(of: name) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let previous else {
            throw Irreversible(self, "say in was: which options the view had, or write a downgrade")
        }
        return [Operation(AlterView(name: name, options: previous, previous: options))]
    }

    package func call() -> OperationCall {
        OperationCall("alterView", .objectName(name))
            .with("to", .viewOptions(options))
            .with("was", previous.map { .viewOptions($0) })
    }

    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
        text.value("options", options)
    }
}

extension Operations {
    /// Sets the options of a view, all of them; `was` makes the operation reversible.
    ///
    /// ```sql
    /// ALTER VIEW "active_agents" SET (security_invoker = true)
    /// ALTER VIEW "active_agents" RESET (security_barrier, check_option)
    /// ```
    @discardableResult
    public func alterView(
        _ name: ObjectName,
        to options: ViewOptions,
        was previous: ViewOptions? = nil
    ) -> RecordedOperation {
        record(AlterView(name: name, options: options, previous: previous))
    }
}
