/// Gives an index another name.
public struct RenameIndex: Sendable {
    /// The name it has.
    public let name: String
    /// The table that it is of.
    public let table: ObjectName
    /// The name it gets.
    public let newName: String
}

extension RenameIndex: OperationDetails {
    package static var tag: String { "renameIndex" }
    package var summary: String { "rename index \(name) to \(newName)" }
    package var touched: Touched { .schema(of: table) }

    package func reversed() -> [Operation] {
        [Operation(RenameIndex(name: newName, table: table, newName: name))]
    }

    package func call() -> OperationCall {
        OperationCall("renameIndex", .name(name)).with("on", table).with("to", .name(newName))
    }

    package func spell(into text: inout CanonicalText) {
        text.string("name", name)
        text.value("table", table)
        text.string("to", newName)
    }
}

extension Operations {
    /// Gives an index another name.
    ///
    /// ```sql
    /// ALTER INDEX "ix_agents_spirit" RENAME TO "ix_agents_race"
    /// ```
    @discardableResult
    public func renameIndex(_ name: String, on table: ObjectName, to newName: String) -> RecordedOperation {
        record(RenameIndex(name: name, table: table, newName: newName))
    }
}
