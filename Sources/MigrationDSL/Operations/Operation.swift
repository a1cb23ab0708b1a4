/// One change that a revision makes, as a value.
///
/// Operations are recorded by ``Operations``, rendered by a dialect, and never touch a database themselves. Each kind
/// of operation is a type of its own, such as ``CreateTable``. ``as(_:)`` gives the operation as that type:
///
/// ```swift
/// if let create = operation.as(CreateTable.self) { print(create.table.name) }
/// ```
public struct Operation: Sendable {
    /// Leave to break a rule of `lint`, with the reason; no part of the checksum.
    package struct Allowance: Hashable, Sendable {
        package let rule: SafetyRule
        package let reason: String
        /// The index of the operation that it was given to; what undoes the operation has it as well.
        package let operation: Int
    }

    package let details: any OperationDetails
    /// The rules that it may break, and so may what undoes it.
    package var allowances: [Allowance] = []

    package init(_ details: some OperationDetails) {
        self.details = details
    }

    /// The operation as one kind of operation; `nil` if it is of another kind.
    public func `as`<Kind: OperationKind>(_ kind: Kind.Type) -> Kind? {
        details as? Kind
    }

    /// What it is about, in a few words for a person.
    public var summary: String { details.summary }

    /// What it touches, for caches to know what became stale.
    public var touched: Touched { details.touched }

    /// The data that no downgrade brings back, in words such as `all rows of orders`; `nil` if there is none.
    package var destroyed: String? { details.destroyed }

    /// Returns the operations that undo it.
    ///
    /// - Throws: ``Irreversible``, which says why there are none.
    public func reversed() throws(Irreversible) -> [Operation] {
        let allowances = allowances
        return try details.reversed().map { operation in
            var operation = operation
            operation.allowances += allowances
            return operation
        }
    }
}
