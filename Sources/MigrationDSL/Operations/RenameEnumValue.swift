/// Gives a value of an enum type another name; PostgreSQL only.
public struct RenameEnumValue: Sendable {
    /// The type.
    public let type: ObjectName
    /// The value it is.
    public let value: String
    /// The value it becomes.
    public let newValue: String
}

extension RenameEnumValue: OperationDetails {
    package static var tag: String { "renameEnumValue" }
    package var summary: String { "rename value \(value) of enum \(type) to \(newValue)" }
    package var touched: Touched { Touched(tables: nil, schema: true, data: true) }

    package func reversed() -> [Operation] {
        [Operation(RenameEnumValue(type: type, value: newValue, newValue: value))]
    }

    package func call() -> OperationCall {
        OperationCall("renameEnumValue", .name(value)).with("of", type).with("to", .name(newValue))
    }

    package func spell(into text: inout CanonicalText) {
        text.value("type", type)
        text.string("value", value)
        text.string("to", newValue)
    }
}

extension Operations {
    /// Gives a value of an enum type another name.
    ///
    /// ```sql
    /// ALTER TYPE "mood" RENAME VALUE 'calm' TO 'serene'
    /// ```
    @discardableResult
    public func renameEnumValue(_ value: String, of type: ObjectName, to newValue: String) -> RecordedOperation {
        record(RenameEnumValue(type: type, value: value, newValue: newValue))
    }
}
