/// Sets when a trigger fires; PostgreSQL only.
public struct SetTriggerState: Sendable {
    /// The trigger's name.
    public let name: String
    /// The table that it is of.
    public let table: ObjectName
    /// When it fires.
    public let state: TriggerState
    /// When it fired before, which makes the operation reversible.
    public let previous: TriggerState?
}

extension SetTriggerState: OperationDetails {
    package static var tag: String { "setTriggerState" }
    package var summary: String { "set trigger \(name) of \(table) to \(state.rawValue)" }
    package var touched: Touched { .schema(of: table) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let previous else {
            throw Irreversible(self, "say in was: when the trigger fired, or write a downgrade")
        }
        return [Operation(SetTriggerState(name: name, table: table, state: previous, previous: state))]
    }

    package func call() -> OperationCall {
        OperationCall("setTrigger", .name(name))
            .with("on", table)
            .with("to", .word(".\(state)"))
            .with("was", previous.map { .word(".\($0)") })
    }

    package func spell(into text: inout CanonicalText) {
        text.string("name", name)
        text.value("table", table)
        text.string("state", state.rawValue)
    }
}

extension Operations {
    /// Sets when a trigger fires; `was` makes the operation reversible.
    ///
    /// ```sql
    /// ALTER TABLE "orders" DISABLE TRIGGER "stamp"
    /// ```
    @discardableResult
    public func setTrigger(
        _ name: String,
        on table: ObjectName,
        to state: TriggerState,
        was previous: TriggerState? = nil
    ) -> RecordedOperation {
        record(SetTriggerState(name: name, table: table, state: state, previous: previous))
    }
}
