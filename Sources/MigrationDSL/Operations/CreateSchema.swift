/// Makes a schema; PostgreSQL only.
public struct CreateSchema: Sendable {
    /// The schema's name.
    public let name: String
    /// Whether a schema of this name that is there already is left as it is.
    public let ifNotExists: Bool
}

extension CreateSchema: OperationDetails {
    package static var tag: String { "createSchema" }
    package var summary: String { "create schema \(name)" }
    package var touched: Touched { Touched(tables: [], schema: true) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard !ifNotExists else {
            throw Irreversible(self, "with ifNotExists it may have found the schema there; drop it in a downgrade")
        }
        return [Operation(DropSchema(name: name, ifExists: false))]
    }

    package func call() -> OperationCall {
        OperationCall("createSchema", .name(name)).flag("ifNotExists", ifNotExists)
    }

    package func spell(into text: inout CanonicalText) {
        text.string("name", name)
        text.flag("ifNotExists", ifNotExists)
    }
}

extension Operations {
    /// Makes a schema.
    ///
    /// ```sql
    /// CREATE SCHEMA "audit"
    /// ```
    @discardableResult
    public func createSchema(_ name: String, ifNotExists: Bool = false) -> RecordedOperation {
        record(CreateSchema(name: name, ifNotExists: ifNotExists))
    }
}
