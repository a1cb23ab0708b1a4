/// Changes a policy's roles and conditions; PostgreSQL only.
public struct AlterPolicy: Sendable {
    /// What the policy becomes.
    public let policy: Policy
    /// What it was, which makes the operation reversible.
    public let previous: Policy?
}

extension AlterPolicy: OperationDetails {
    package static var tag: String { "alterPolicy" }
    package var summary: String { "alter policy \(policy.name) of \(policy.table)" }
    package var touched: Touched { .schema(of: policy.table) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let previous else {
            throw Irreversible(self, "say in was: what the policy was, or write a downgrade")
        }
        return [Operation(AlterPolicy(policy: previous, previous: policy))]
    }

    package func call() -> OperationCall {
        OperationCall("alterPolicy", .object(.policy(policy)))
            .with("was", previous.map { .object(.policy($0)) })
    }

    package func spell(into text: inout CanonicalText) {
        policy.spell(into: &text)
    }
}

extension Operations {
    /// Changes a policy's roles and conditions; `was` makes the operation reversible.
    ///
    /// Whether it is permissive and which command it is about cannot change, nor can a condition go: drop the policy
    /// and make it again.
    ///
    /// ```sql
    /// ALTER POLICY "own" ON "documents" TO "clerk" USING (owner = current_user)
    /// ```
    @discardableResult
    public func alterPolicy(_ policy: Policy, was previous: Policy? = nil) -> RecordedOperation {
        record(AlterPolicy(policy: policy, previous: previous))
    }
}
