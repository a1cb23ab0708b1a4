/// Removes rows from a table.
public struct DeleteRows: Sendable {
    /// The table.
    public let table: ObjectName
    /// The rows to delete.
    public let predicate: Predicate
    /// The rows that it removes, which make the operation reversible.
    public let previous: [Row]?
}

extension DeleteRows: OperationDetails {
    package static var tag: String { "delete" }
    package var summary: String { "delete from \(table)" }
    package var touched: Touched { .data(of: table) }
    package var destroyed: String? { previous == nil ? "rows of \(table)" : nil }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let previous else {
            throw Irreversible(self, "say in was: which rows it removes, or write a downgrade")
        }
        return [Operation(BulkInsert(table: table, payload: .rows(previous)))]
    }

    package func call() -> OperationCall {
        OperationCall("delete")
            .with("from", table)
            .with("where", .predicate(predicate))
            .with("was", previous.map { .list($0.map { .row($0) }) })
    }

    package func spell(into text: inout CanonicalText) {
        text.value("table", table)
        text.value("where", predicate)
    }
}

extension Operations {
    /// Removes rows from a table; `was` says which, and makes the operation reversible.
    ///
    /// ```sql
    /// DELETE FROM "naming_components" WHERE "component_type" = 'suffix'
    /// ```
    @discardableResult
    public func delete(from table: ObjectName, where predicate: Predicate, was rows: [Row]? = nil) -> RecordedOperation
    {
        record(DeleteRows(table: table, predicate: predicate, previous: rows))
    }
}
