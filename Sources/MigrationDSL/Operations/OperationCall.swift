/// The call of a method of `Operations` that records an operation, for source that is written by the machine.
///
/// It says the shortest form that the method has: arguments at their defaults are left out.
package struct OperationCall: Sendable {
    /// The method's name.
    package let method: String
    /// The arguments, in the method's order.
    package private(set) var arguments: [Argument] = []
    /// The operations that a closure behind the arguments records; `nil` if the method takes none.
    package private(set) var changes: [Operation]?

    /// An argument with its label.
    package struct Argument: Sendable {
        package let label: String?
        package let value: CallValue

        init(_ label: String? = nil, _ value: CallValue) {
            self.label = label
            self.value = value
        }
    }

    package init(_ method: String, _ first: CallValue? = nil) {
        self.method = method
        if let first { arguments.append(Argument(nil, first)) }
    }

    /// Adds an argument, if it has a value.
    func with(_ label: String? = nil, _ value: CallValue?) -> OperationCall {
        guard let value else { return self }
        var call = self
        call.arguments.append(Argument(label, value))
        return call
    }

    /// Adds the name of an object as an argument.
    func with(_ label: String? = nil, _ name: ObjectName) -> OperationCall {
        with(label, .objectName(name))
    }

    /// Adds `label: true`, if it is.
    func flag(_ label: String, _ isSet: Bool) -> OperationCall {
        with(label, isSet ? .word("true") : nil)
    }

    /// Adds a closure that records these operations.
    func recording(_ changes: [Operation]) -> OperationCall {
        var call = self
        call.changes = changes
        return call
    }
}

/// Says that no call records an operation, and why.
package struct Unwritable: Error {
    /// Why, as advice for the reader of the source that lacks it.
    package let reason: String

    /// A closure, and rows that are removed again, have no words of their own.
    static let withoutItsSource = Unwritable(reason: "only its own source can say it; write it here")
}
