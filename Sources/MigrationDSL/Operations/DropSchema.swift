/// Removes an empty schema; PostgreSQL only.
public struct DropSchema: Sendable {
    /// The schema's name.
    public let name: String
    /// Whether a schema that is not there is no error.
    public let ifExists: Bool
}

extension DropSchema: OperationDetails {
    package static var tag: String { "dropSchema" }
    package var summary: String { "drop schema \(name)" }
    package var touched: Touched { Touched(tables: [], schema: true) }

    package func reversed() -> [Operation] {
        [Operation(CreateSchema(name: name, ifNotExists: ifExists))]
    }

    package func call() -> OperationCall {
        OperationCall("dropSchema", .name(name)).flag("ifExists", ifExists)
    }

    package func spell(into text: inout CanonicalText) {
        text.string("name", name)
        text.flag("ifExists", ifExists)
    }
}

extension Operations {
    /// Removes an empty schema.
    ///
    /// ```sql
    /// DROP SCHEMA "audit"
    /// ```
    @discardableResult
    public func dropSchema(_ name: String, ifExists: Bool = false) -> RecordedOperation {
        record(DropSchema(name: name, ifExists: ifExists))
    }
}
