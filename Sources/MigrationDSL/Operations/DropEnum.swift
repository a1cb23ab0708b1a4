/// Removes an enum type; PostgreSQL only, nothing to do on SQLite.
public struct DropEnum: Sendable {
    /// The type's name.
    public let name: ObjectName
    /// The type's definition, which makes the operation reversible.
    public let definition: EnumType?
}

extension DropEnum: OperationDetails {
    package static var tag: String { "dropEnum" }
    package var summary: String { "drop enum \(name)" }
    package var touched: Touched { Touched(tables: [], schema: true) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let definition else {
            throw Irreversible(self, "give dropEnum the type's values, or write a downgrade")
        }
        return [Operation(CreateEnum(type: definition))]
    }

    package func call() -> OperationCall {
        guard let definition else { return OperationCall("dropEnum", .objectName(name)) }
        guard definition.comment == nil else { return OperationCall("dropEnum", .object(.enumeration(definition))) }
        return OperationCall("dropEnum", .objectName(definition.name)).with("values", .names(definition.values))
    }

    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
    }
}

extension Operations {
    /// Removes an enum type; with the values that it had, the operation can be reversed.
    ///
    /// ```sql
    /// DROP TYPE "mood"
    /// ```
    @discardableResult
    public func dropEnum(_ name: ObjectName, values: [String]? = nil) -> RecordedOperation {
        record(DropEnum(name: name, definition: values.map { EnumType(name, values: $0) }))
    }

    /// Removes an enum type of which the definition is known.
    @discardableResult
    public func dropEnum(_ type: EnumType) -> RecordedOperation {
        record(DropEnum(name: type.name, definition: type))
    }
}
