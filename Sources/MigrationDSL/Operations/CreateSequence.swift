/// Makes a sequence of numbers; PostgreSQL only.
public struct CreateSequence: Sendable {
    /// The sequence to make.
    public let sequence: NumberSequence
}

extension CreateSequence: OperationDetails {
    package static var tag: String { "createSequence" }
    package var summary: String { "create sequence \(sequence.name)" }
    package var touched: Touched { Touched(tables: [], schema: true) }

    package func reversed() -> [Operation] {
        [Operation(DropSequence(name: sequence.name, definition: sequence, ifExists: false))]
    }

    package func call() -> OperationCall {
        OperationCall("createSequence", .object(.sequence(sequence)))
    }

    package func spell(into text: inout CanonicalText) {
        sequence.spell(into: &text)
    }
}

extension Operations {
    /// Makes a sequence of numbers.
    ///
    /// ```sql
    /// CREATE SEQUENCE "agent_numbers" START WITH 1000
    /// ```
    @discardableResult
    public func createSequence(_ sequence: NumberSequence) -> RecordedOperation {
        record(CreateSequence(sequence: sequence))
    }
}
