/// Makes a policy; PostgreSQL only.
public struct CreatePolicy: Sendable {
    /// The policy to make.
    public let policy: Policy
}

extension CreatePolicy: OperationDetails {
    package static var tag: String { "createPolicy" }
    package var summary: String { "create policy \(policy.name) of \(policy.table)" }
    package var touched: Touched { .schema(of: policy.table) }

    package func reversed() -> [Operation] {
        [Operation(DropPolicy(name: policy.name, table: policy.table, definition: policy))]
    }

    package func call() -> OperationCall {
        OperationCall("createPolicy", .object(.policy(policy)))
    }

    package func spell(into text: inout CanonicalText) {
        policy.spell(into: &text)
    }
}

extension Operations {
    /// Makes a policy; it decides once the table's row security is enabled.
    ///
    /// ```sql
    /// CREATE POLICY "own" ON "documents" USING (owner = current_user)
    /// ```
    @discardableResult
    public func createPolicy(_ policy: Policy) -> RecordedOperation {
        record(CreatePolicy(policy: policy))
    }
}
