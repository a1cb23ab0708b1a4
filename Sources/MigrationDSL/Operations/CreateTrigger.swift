/// Makes a trigger.
public struct CreateTrigger: Sendable {
    /// The trigger to make.
    public let trigger: Trigger
}

extension CreateTrigger: OperationDetails {
    package static var tag: String { "createTrigger" }
    package var summary: String { "create trigger \(trigger.name) of \(trigger.table)" }
    package var touched: Touched { .schema(of: trigger.table) }

    package func reversed() -> [Operation] {
        [Operation(DropTrigger(name: trigger.name, table: trigger.table, definition: trigger))]
    }

    package func call() -> OperationCall {
        OperationCall("createTrigger", .object(.trigger(trigger)))
    }

    package func spell(into text: inout CanonicalText) {
        trigger.spell(into: &text)
    }
}

extension Operations {
    /// Makes a trigger, by the statement that its definition holds.
    ///
    /// ```sql
    /// CREATE TRIGGER stamp BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION stamp()
    /// ```
    @discardableResult
    public func createTrigger(_ trigger: Trigger) -> RecordedOperation {
        record(CreateTrigger(trigger: trigger))
    }
}
