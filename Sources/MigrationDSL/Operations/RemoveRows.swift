/// Removes the rows that a bulk insert loaded: its reverse.
///
/// ```sql
/// DELETE FROM "naming_spirits" WHERE "id" = '…'
/// ```
public struct RemoveRows: Sendable {
    /// The table.
    public let table: ObjectName
    /// The source that the rows came from.
    public let payload: Payload
    /// The columns by which they are found.
    public let key: [String]
}

extension RemoveRows: OperationDetails {
    package static var tag: String { "removeRows" }
    package var summary: String { "remove the rows of \(payload.summary) from \(table)" }
    package var touched: Touched { .data(of: table) }

    package func reversed() -> [Operation] {
        [Operation(BulkInsert(table: table, payload: payload, key: key))]
    }

    package func call() throws(Unwritable) -> OperationCall {
        throw .withoutItsSource
    }

    package func spell(into text: inout CanonicalText) {
        text.value("table", table)
        text.value("payload", payload)
        text.strings("key", key)
    }
}
