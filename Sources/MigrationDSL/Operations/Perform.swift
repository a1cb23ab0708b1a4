/// Runs Swift against the step's open transaction.
public struct Perform: Sendable {
    /// A closure that changes the database.
    public typealias Body = @Sendable (any RevisionConnection) async throws -> Void

    /// The name that the checksum, the journal and messages know it by.
    public let name: String
    /// The tables that it touches; `nil` if it does not say, which counts as all.
    public let tables: [ObjectName]?
    /// Whether it may run again if the transaction has to be repeated.
    public let isRepeatable: Bool
    /// The closure.
    public let body: Body
    /// The closure that undoes it, which makes the operation reversible.
    public let reverse: Body?
}

extension Perform: OperationDetails {
    package static var tag: String { "perform" }
    package var summary: String { "perform \(name)" }
    package var touched: Touched { Touched(tables: tables.map(Set.init), schema: true, data: true) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let reverse else {
            throw Irreversible(self, "say in reverse: which closure undoes it, or write a downgrade")
        }
        let back = Perform(name: name, tables: tables, isRepeatable: isRepeatable, body: reverse, reverse: body)
        return [Operation(back)]
    }

    package func call() throws(Unwritable) -> OperationCall {
        throw .withoutItsSource
    }

    package func spell(into text: inout CanonicalText) {
        text.string("name", name)
    }
}

extension Operations {
    /// Runs a closure against the step's open transaction; offline mode refuses it by name.
    ///
    /// - Parameters:
    ///   - name: The name that the checksum, the journal and messages know it by.
    ///   - tables: The tables that it touches; all if it does not say.
    ///   - repeatable: Whether it may run again if the transaction has to be repeated.
    ///   - reverse: The closure that undoes it.
    ///   - body: The closure.
    /// - Returns: The operation, of which more may be said.
    @discardableResult
    public func perform(
        _ name: String,
        touches tables: [ObjectName]? = nil,
        repeatable: Bool = false,
        reverse: Perform.Body? = nil,
        _ body: @escaping Perform.Body
    ) -> RecordedOperation {
        let operation = Perform(
            name: name,
            tables: tables,
            isRepeatable: repeatable,
            body: body,
            reverse: reverse
        )
        return record(operation)
    }
}
