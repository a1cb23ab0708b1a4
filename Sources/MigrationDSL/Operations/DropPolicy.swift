/// Removes a policy; PostgreSQL only.
public struct DropPolicy: Sendable {
    /// The policy's name.
    public let name: String
    /// The table that it is of.
    public let table: ObjectName
    /// What it was, which makes the operation reversible.
    public let definition: Policy?
}

extension DropPolicy: OperationDetails {
    package static var tag: String { "dropPolicy" }
    package var summary: String { "drop policy \(name) of \(table)" }
    package var touched: Touched { .schema(of: table) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let definition else {
            throw Irreversible(self, "give dropPolicy the policy's definition, or write a downgrade")
        }
        return [Operation(CreatePolicy(policy: definition))]
    }

    package func call() -> OperationCall {
        definition.map { OperationCall("dropPolicy", .object(.policy($0))) }
            ?? OperationCall("dropPolicy", .name(name)).with("on", table)
    }

    package func spell(into text: inout CanonicalText) {
        text.string("name", name)
        text.value("table", table)
    }
}

extension Operations {
    /// Removes a policy; cannot be reversed.
    ///
    /// ```sql
    /// DROP POLICY "own" ON "documents"
    /// ```
    @discardableResult
    public func dropPolicy(_ name: String, on table: ObjectName) -> RecordedOperation {
        record(DropPolicy(name: name, table: table, definition: nil))
    }

    /// Removes a policy of which the definition is known.
    @discardableResult
    public func dropPolicy(_ policy: Policy) -> RecordedOperation {
        record(DropPolicy(name: policy.name, table: policy.table, definition: policy))
    }
}
