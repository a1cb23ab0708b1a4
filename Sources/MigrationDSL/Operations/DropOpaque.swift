/// Removes an object that has no type of its own.
public struct DropOpaque: Sendable {
    /// The object to remove.
    public let object: Opaque
}

extension DropOpaque: OperationDetails {
    package static var tag: String { "dropOpaque" }
    package var summary: String { "drop \(object.reference)" }
    package var touched: Touched { Touched(tables: nil, schema: true, data: true) }

    package func reversed() -> [Operation] {
        [Operation(CreateOpaque(object: object))]
    }

    package func call() -> OperationCall {
        OperationCall("dropOpaque", .object(.opaque(object)))
    }

    package func spell(into text: inout CanonicalText) {
        object.reference.spell(into: &text)
        text.value("drop", object.drop)
    }
}

extension Operations {
    /// Removes an object that has no type of its own, by its kind and name or the statement that it brings.
    ///
    /// ```sql
    /// DROP RULE "keep" ON "orders"
    /// ```
    @discardableResult
    public func dropOpaque(_ object: Opaque) -> RecordedOperation {
        record(DropOpaque(object: object))
    }
}
