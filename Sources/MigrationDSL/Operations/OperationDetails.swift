/// What every kind of operation can tell of itself.
package protocol OperationDetails: OperationKind, CanonicallySpelled {
    /// The operation's name in checksums and messages; must never change.
    static var tag: String { get }
    /// What it is about, in a few words for a person, such as `create table agents`.
    var summary: String { get }
    /// What it touches.
    var touched: Touched { get }
    /// The operations that undo it.
    func reversed() throws(Irreversible) -> [Operation]
    /// The call of a method of `Operations` that records it.
    func call() throws(Unwritable) -> OperationCall
    /// The call that records it in the closure of `alterTable`; `nil` if that has no such method.
    var memberCall: OperationCall? { get }
    /// The data that no downgrade brings back, in words such as `all rows of orders`; `nil` if there is none.
    var destroyed: String? { get }
}

extension OperationDetails {
    package var memberCall: OperationCall? { nil }
    package var destroyed: String? { nil }
}
