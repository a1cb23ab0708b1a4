/// A kind of operation, such as ``CreateTable``: what ``Operation/as(_:)`` may give.
public protocol OperationKind: Sendable {}
