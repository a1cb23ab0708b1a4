/// Why an operation cannot be reversed.
public struct Irreversible: Error, Sendable, CustomStringConvertible {
    /// What the operation is, in a few words.
    public let operation: String
    /// Why it cannot be reversed, and what would make it so.
    public let reason: String

    package init(_ details: some OperationDetails, _ reason: String) {
        operation = details.summary
        self.reason = reason
    }

    /// Both in a sentence.
    public var description: String { "\(operation) cannot be reversed: \(reason)" }
}
