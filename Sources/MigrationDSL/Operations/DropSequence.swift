/// Removes a sequence of numbers; PostgreSQL only.
public struct DropSequence: Sendable {
    /// The sequence's name.
    public let name: ObjectName
    /// The sequence's definition, which makes the operation reversible; the sequence begins anew all the same.
    public let definition: NumberSequence?
    /// Whether a sequence that is not there is no error.
    public let ifExists: Bool
}

extension DropSequence: OperationDetails {
    package static var tag: String { "dropSequence" }
    package var summary: String { "drop sequence \(name)" }
    package var touched: Touched { Touched(tables: [], schema: true) }
    package var destroyed: String? { "the position of \(name)" }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let definition else {
            throw Irreversible(self, "give dropSequence the sequence's definition, or write a downgrade")
        }
        return [Operation(CreateSequence(sequence: definition))]
    }

    package func call() -> OperationCall {
        let dropped: CallValue = definition.map { .object(.sequence($0)) } ?? .objectName(name)
        return OperationCall("dropSequence", dropped).flag("ifExists", ifExists)
    }

    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
        text.flag("ifExists", ifExists)
    }
}

extension Operations {
    /// Removes a sequence; cannot be reversed.
    ///
    /// ```sql
    /// DROP SEQUENCE "agent_numbers"
    /// ```
    @discardableResult
    public func dropSequence(_ name: ObjectName, ifExists: Bool = false) -> RecordedOperation {
        record(DropSequence(name: name, definition: nil, ifExists: ifExists))
    }

    /// Removes a sequence whose definition is known.
    @discardableResult
    public func dropSequence(_ sequence: NumberSequence, ifExists: Bool = false) -> RecordedOperation {
        record(DropSequence(name: sequence.name, definition: sequence, ifExists: ifExists))
    }
}
