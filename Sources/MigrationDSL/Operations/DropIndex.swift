/// Removes an index.
public struct DropIndex: Sendable {
    /// The index's name.
    public let name: String
    /// The table that it is of, whose schema it lives in.
    public let table: ObjectName
    /// The index's definition, which makes the operation reversible.
    public let definition: Index?
    /// Whether readers and writers go on meanwhile; PostgreSQL only.
    public let concurrently: Bool
    /// Whether an index that is not there is no error.
    public let ifExists: Bool
}

extension DropIndex: OperationDetails {
    package static var tag: String { "dropIndex" }
    package var summary: String { "drop index \(name)" }
    package var touched: Touched { .schema(of: table) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let definition else {
            throw Irreversible(self, "give dropIndex the index's definition, or write a downgrade")
        }
        return [
            Operation(CreateIndex(index: definition, concurrently: concurrently, ifNotExists: ifExists))
        ]
    }

    package func call() -> OperationCall {
        let call =
            definition.map { OperationCall("dropIndex", .object(.index($0))) }
            ?? OperationCall("dropIndex", .name(name)).with("on", table)
        return call.flag("concurrently", concurrently).flag("ifExists", ifExists)
    }

    package func spell(into text: inout CanonicalText) {
        text.string("name", name)
        text.value("table", table)
        text.flag("concurrently", concurrently)
        text.flag("ifExists", ifExists)
    }
}

extension Operations {
    /// Removes an index; cannot be reversed.
    ///
    /// ```sql
    /// DROP INDEX "ix_agents_agent_id"
    /// ```
    @discardableResult
    public func dropIndex(
        _ name: String,
        on table: ObjectName,
        concurrently: Bool = false,
        ifExists: Bool = false
    ) -> RecordedOperation {
        let operation = DropIndex(
            name: name,
            table: table,
            definition: nil,
            concurrently: concurrently,
            ifExists: ifExists
        )
        return record(operation)
    }

    /// Removes an index whose definition is known, so that the downgrade can make it again.
    @discardableResult
    public func dropIndex(_ index: Index, concurrently: Bool = false, ifExists: Bool = false) -> RecordedOperation {
        let operation = DropIndex(
            name: index.name,
            table: index.table,
            definition: index,
            concurrently: concurrently,
            ifExists: ifExists
        )
        return record(operation)
    }
}
