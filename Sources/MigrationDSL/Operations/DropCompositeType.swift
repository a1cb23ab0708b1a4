/// Removes a composite type; PostgreSQL only.
public struct DropCompositeType: Sendable {
    /// The type's name.
    public let name: ObjectName
    /// What it was, which makes the operation reversible.
    public let definition: CompositeType?
}

extension DropCompositeType: OperationDetails {
    package static var tag: String { "dropCompositeType" }
    package var summary: String { "drop composite type \(name)" }
    package var touched: Touched { Touched(tables: [], schema: true) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let definition else {
            throw Irreversible(self, "give dropCompositeType the type's definition, or write a downgrade")
        }
        return [Operation(CreateCompositeType(type: definition))]
    }

    package func call() -> OperationCall {
        OperationCall(
            "dropCompositeType",
            definition.map { .object(.compositeType($0)) } ?? .objectName(name)
        )
    }

    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
    }
}

extension Operations {
    /// Removes a composite type; cannot be reversed.
    ///
    /// ```sql
    /// DROP TYPE "geo_point"
    /// ```
    @discardableResult
    public func dropCompositeType(_ name: ObjectName) -> RecordedOperation {
        record(DropCompositeType(name: name, definition: nil))
    }

    /// Removes a composite type of which the definition is known.
    @discardableResult
    public func dropCompositeType(_ type: CompositeType) -> RecordedOperation {
        record(DropCompositeType(name: type.name, definition: type))
    }
}
