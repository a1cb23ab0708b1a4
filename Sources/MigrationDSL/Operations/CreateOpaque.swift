/// Makes an object that has no type of its own, by its text.
public struct CreateOpaque: Sendable {
    /// The object to make.
    public let object: Opaque
}

extension CreateOpaque: OperationDetails {
    package static var tag: String { "createOpaque" }
    package var summary: String { "create \(object.reference)" }
    package var touched: Touched { Touched(tables: nil, schema: true, data: true) }

    package func reversed() -> [Operation] {
        [Operation(DropOpaque(object: object))]
    }

    package func call() -> OperationCall {
        OperationCall("createOpaque", .object(.opaque(object)))
    }

    package func spell(into text: inout CanonicalText) {
        object.spell(into: &text)
    }
}

extension Operations {
    /// Makes an object that has no type of its own, by the statements that its definition holds.
    ///
    /// ```sql
    /// CREATE RULE keep AS ON DELETE TO orders DO INSTEAD NOTHING
    /// ```
    @discardableResult
    public func createOpaque(_ object: Opaque) -> RecordedOperation {
        record(CreateOpaque(object: object))
    }
}
