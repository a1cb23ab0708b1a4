/// Sets storage parameters of an index; PostgreSQL only.
public struct AlterIndex: Sendable {
    /// The index's name.
    public let name: String
    /// The table that it is of, whose schema it lives in.
    public let table: ObjectName
    /// The storage parameters that are set or go.
    public let storage: [String: ColumnChange.Change<String>]
    /// What they were before, which makes the operation reversible.
    public let previous: [String: ColumnChange.Change<String>]?
}

extension AlterIndex: OperationDetails {
    package static var tag: String { "alterIndex" }
    package var summary: String { "alter index \(name)" }
    package var touched: Touched { .schema(of: table) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let previous, storage.keys.allSatisfy({ previous[$0] != nil }) else {
            throw Irreversible(self, "say in was: what each parameter was, .remove if it was not set")
        }
        return [Operation(AlterIndex(name: name, table: table, storage: previous, previous: storage))]
    }

    package func call() -> OperationCall {
        OperationCall("alterIndex", .name(name))
            .with("on", table)
            .with("storage", .storageChange(storage))
            .with("was", previous.map { .storageChange($0) })
    }

    package func spell(into text: inout CanonicalText) {
        text.string("name", name)
        text.value("table", table)
        text.changes("storage", storage)
    }
}

extension Operations {
    /// Sets storage parameters of an index; `was` makes the operation reversible.
    ///
    /// ```sql
    /// ALTER INDEX "ix_agents_seen" SET (pages_per_range = 32)
    /// ```
    @discardableResult
    public func alterIndex(
        _ name: String,
        on table: ObjectName,
        storage: [String: ColumnChange.Change<String>],
        was previous: [String: ColumnChange.Change<String>]? = nil
    ) -> RecordedOperation {
        record(AlterIndex(name: name, table: table, storage: storage, previous: previous))
    }
}
