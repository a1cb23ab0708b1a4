/// Removes a table that a module keeps; SQLite only.
///
/// `dropTable` does it as well where the definition is not known.
public struct DropVirtualTable: Sendable {
    /// The table to remove.
    public let table: VirtualTable
}

extension DropVirtualTable: OperationDetails {
    package static var tag: String { "dropVirtualTable" }
    package var summary: String { "drop virtual table \(table.name)" }
    package var touched: Touched { Touched(tables: [table.name], schema: true, data: true) }
    package var destroyed: String? { "all rows of \(table.name)" }

    package func reversed() -> [Operation] {
        [Operation(CreateVirtualTable(table: table))]
    }

    package func call() -> OperationCall {
        OperationCall("dropVirtualTable", .object(.virtualTable(table)))
    }

    package func spell(into text: inout CanonicalText) {
        table.name.spell(into: &text)
    }
}

extension Operations {
    /// Removes a table that a module keeps; the downgrade makes it again, empty.
    ///
    /// ```sql
    /// DROP TABLE "notes_fts"
    /// ```
    @discardableResult
    public func dropVirtualTable(_ table: VirtualTable) -> RecordedOperation {
        record(DropVirtualTable(table: table))
    }
}
