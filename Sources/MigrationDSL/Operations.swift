/// Records what a revision does: the `op` that ``Revision/upgrade(_:)`` is given.
///
/// Recording fills a list and touches no database, so that a plan, a check and a checksum work without one.
/// Each operation's method stands beside the operation, in `Operations/`.
public final class Operations {
    /// The arguments from the command line, given as `-x key=value`.
    public let arguments: RevisionArguments

    /// The tag from the command line, given as `--tag`; kept in the journal, and no part of the checksum.
    public let tag: String?

    package private(set) var recorded: [Operation] = []

    package init(arguments: RevisionArguments = RevisionArguments(), tag: String? = nil) {
        self.arguments = arguments
        self.tag = tag
    }

    @discardableResult
    package func record(_ details: some OperationDetails) -> RecordedOperation {
        recorded.append(Operation(details))
        return RecordedOperation(self, recorded.count - 1)
    }

    func allow(_ rule: SafetyRule, because reason: String, at index: Int) {
        recorded[index].allowances.append(Operation.Allowance(rule: rule, reason: reason, operation: index))
    }
}

/// Arguments of a run, and which of them a revision has read.
public final class RevisionArguments {
    private let values: [String: String]
    package private(set) var read: [String: String] = [:]

    package init(_ values: [String: String] = [:]) {
        self.values = values
    }

    /// The value of an argument, or `nil` if it was not given; what is read goes into the journal.
    public subscript(key: String) -> String? {
        let value = values[key]
        if let value { read[key] = value }
        return value
    }
}
