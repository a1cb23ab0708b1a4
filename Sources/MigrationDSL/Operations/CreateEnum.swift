/// Makes an enum type; PostgreSQL only, nothing to do on SQLite, whose columns of it hold text.
public struct CreateEnum: Sendable {
    /// The type to make.
    public let type: EnumType
}

extension CreateEnum: OperationDetails {
    package static var tag: String { "createEnum" }
    package var summary: String { "create enum \(type.name)" }
    package var touched: Touched { Touched(tables: [], schema: true) }

    package func reversed() -> [Operation] {
        [Operation(DropEnum(name: type.name, definition: type))]
    }

    package func call() -> OperationCall {
        guard type.comment == nil else { return OperationCall("createEnum", .object(.enumeration(type))) }
        return OperationCall("createEnum", .objectName(type.name)).with("values", .names(type.values))
    }

    package func spell(into text: inout CanonicalText) {
        type.spell(into: &text)
    }
}

extension Operations {
    /// Makes an enum type.
    ///
    /// ```sql
    /// CREATE TYPE "mood" AS ENUM ('calm', 'fierce')
    /// ```
    @discardableResult
    public func createEnum(_ name: ObjectName, values: [String]) -> RecordedOperation {
        record(CreateEnum(type: EnumType(name, values: values)))
    }

    /// Makes an enum type of a definition.
    @discardableResult
    public func createEnum(_ type: EnumType) -> RecordedOperation {
        record(CreateEnum(type: type))
    }
}
