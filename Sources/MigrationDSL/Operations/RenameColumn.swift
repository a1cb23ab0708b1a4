/// Gives a column another name.
public struct RenameColumn: Sendable {
    /// The table.
    public let table: ObjectName
    /// The name it has.
    public let name: String
    /// The name it gets.
    public let newName: String
}

extension RenameColumn: OperationDetails {
    package static var tag: String { "renameColumn" }
    package var summary: String { "rename column \(table).\(name) to \(newName)" }
    package var touched: Touched { .schema(of: table) }

    package func reversed() -> [Operation] {
        [Operation(RenameColumn(table: table, name: newName, newName: name))]
    }

    package func call() -> OperationCall {
        OperationCall("renameColumn", .name(name)).with("of", table).with("to", .name(newName))
    }

    package var memberCall: OperationCall? {
        OperationCall("renameColumn", .name(name)).with("to", .name(newName))
    }

    package func spell(into text: inout CanonicalText) {
        text.value("table", table)
        text.string("column", name)
        text.string("to", newName)
    }
}

extension Operations {
    /// Gives a column another name.
    ///
    /// ```sql
    /// ALTER TABLE "agents" RENAME COLUMN "spirit" TO "race"
    /// ```
    @discardableResult
    public func renameColumn(_ name: String, of table: ObjectName, to newName: String) -> RecordedOperation {
        record(RenameColumn(table: table, name: name, newName: newName))
    }
}
