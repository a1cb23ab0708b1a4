/// An operation that was just recorded, of which more may be said.
public struct RecordedOperation {
    private let operations: Operations
    private let index: Int

    init(_ operations: Operations, _ index: Int) {
        self.operations = operations
        self.index = index
    }

    /// Allows the operation, and what undoes it, to break a rule of `lint`, for a reason that the next reader understands.
    ///
    /// ```swift
    /// op.dropColumn("note", from: "orders").allow(.dropColumn, because: "nobody reads it since 2.3")
    /// ```
    ///
    /// It is no part of the revision's checksum. An allowance that hits nothing is itself a finding.
    @discardableResult
    public func allow(_ rule: SafetyRule, because reason: String) -> RecordedOperation {
        operations.allow(rule, because: reason, at: index)
        return self
    }
}
