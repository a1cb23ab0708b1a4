/// Makes a composite type; PostgreSQL only.
public struct CreateCompositeType: Sendable {
    /// The type to make.
    public let type: CompositeType
}

extension CreateCompositeType: OperationDetails {
    package static var tag: String { "createCompositeType" }
    package var summary: String { "create composite type \(type.name)" }
    package var touched: Touched { Touched(tables: [], schema: true) }

    package func reversed() -> [Operation] {
        [Operation(DropCompositeType(name: type.name, definition: type))]
    }

    package func call() -> OperationCall {
        OperationCall("createCompositeType", .object(.compositeType(type)))
    }

    package func spell(into text: inout CanonicalText) {
        type.spell(into: &text)
    }
}

extension Operations {
    /// Makes a composite type.
    ///
    /// ```sql
    /// CREATE TYPE "geo_point" AS ("lat" double precision, "lon" double precision)
    /// ```
    @discardableResult
    public func createCompositeType(_ type: CompositeType) -> RecordedOperation {
        record(CreateCompositeType(type: type))
    }
}
