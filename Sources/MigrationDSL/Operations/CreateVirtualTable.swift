/// Makes a table that a module keeps; SQLite only.
public struct CreateVirtualTable: Sendable {
    /// The table to make.
    public let table: VirtualTable
}

extension CreateVirtualTable: OperationDetails {
    package static var tag: String { "createVirtualTable" }
    package var summary: String { "create virtual table \(table.name)" }
    package var touched: Touched { .schema(of: table.name) }

    package func reversed() -> [Operation] {
        [Operation(DropVirtualTable(table: table))]
    }

    package func call() -> OperationCall {
        OperationCall("createVirtualTable", .object(.virtualTable(table)))
    }

    package func spell(into text: inout CanonicalText) {
        table.spell(into: &text)
    }
}

extension Operations {
    /// Makes a table that a module keeps.
    ///
    /// ```sql
    /// CREATE VIRTUAL TABLE "notes_fts" USING fts5(body)
    /// ```
    @discardableResult
    public func createVirtualTable(_ table: VirtualTable) -> RecordedOperation {
        record(CreateVirtualTable(table: table))
    }
}
