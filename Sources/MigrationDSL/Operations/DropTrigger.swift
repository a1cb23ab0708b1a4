/// Removes a trigger.
public struct DropTrigger: Sendable {
    /// The trigger's name.
    public let name: String
    /// The table or view that it is of.
    public let table: ObjectName
    /// What it was, which makes the operation reversible.
    public let definition: Trigger?
}

extension DropTrigger: OperationDetails {
    package static var tag: String { "dropTrigger" }
    package var summary: String { "drop trigger \(name) of \(table)" }
    package var touched: Touched { .schema(of: table) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let definition else {
            throw Irreversible(self, "give dropTrigger the trigger's definition, or write a downgrade")
        }
        return [Operation(CreateTrigger(trigger: definition))]
    }

    package func call() -> OperationCall {
        definition.map { OperationCall("dropTrigger", .object(.trigger($0))) }
            ?? OperationCall("dropTrigger", .name(name)).with("on", table)
    }

    package func spell(into text: inout CanonicalText) {
        text.string("name", name)
        text.value("table", table)
    }
}

extension Operations {
    /// Removes a trigger; cannot be reversed.
    ///
    /// ```sql
    /// DROP TRIGGER "stamp" ON "orders"
    /// ```
    @discardableResult
    public func dropTrigger(_ name: String, on table: ObjectName) -> RecordedOperation {
        record(DropTrigger(name: name, table: table, definition: nil))
    }

    /// Removes a trigger of which the definition is known.
    @discardableResult
    public func dropTrigger(_ trigger: Trigger) -> RecordedOperation {
        record(DropTrigger(name: trigger.name, table: trigger.table, definition: trigger))
    }
}
