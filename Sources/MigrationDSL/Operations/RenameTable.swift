/// Gives a table another name, in the same schema.
public struct RenameTable: Sendable {
    /// The name it has.
    public let name: ObjectName
    /// The name it gets.
    public let newName: String
}

extension RenameTable: OperationDetails {
    package static var tag: String { "renameTable" }
    package var summary: String { "rename table \(name) to \(newName)" }
    package var touched: Touched { .schema(of: name, renamed) }

    private var renamed: ObjectName { ObjectName(newName, schema: name.schema) }

    package func reversed() -> [Operation] {
        [Operation(RenameTable(name: renamed, newName: name.name))]
    }

    package func call() -> OperationCall {
        OperationCall("renameTable", .objectName(name)).with("to", .name(newName))
    }

    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
        text.string("to", newName)
    }
}

extension Operations {
    /// Gives a table another name.
    ///
    /// ```sql
    /// ALTER TABLE "spirits" RENAME TO "races"
    /// ```
    @discardableResult
    public func renameTable(_ name: ObjectName, to newName: String) -> RecordedOperation {
        record(RenameTable(name: name, newName: newName))
    }
}
