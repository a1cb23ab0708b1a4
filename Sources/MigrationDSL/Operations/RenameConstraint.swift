/// Gives a constraint another name.
public struct RenameConstraint: Sendable {
    /// The table.
    public let table: ObjectName
    /// The name it has.
    public let name: String
    /// The name it gets.
    public let newName: String
}

extension RenameConstraint: OperationDetails {
    package static var tag: String { "renameConstraint" }
    package var summary: String { "rename constraint \(name) of \(table) to \(newName)" }
    package var touched: Touched { .schema(of: table) }

    package func reversed() -> [Operation] {
        [Operation(RenameConstraint(table: table, name: newName, newName: name))]
    }

    package func call() -> OperationCall {
        OperationCall("renameConstraint", .name(name)).with("of", table).with("to", .name(newName))
    }

    package func spell(into text: inout CanonicalText) {
        text.value("table", table)
        text.string("name", name)
        text.string("to", newName)
    }
}

extension Operations {
    /// Gives a constraint another name.
    ///
    /// ```sql
    /// ALTER TABLE "agents" RENAME CONSTRAINT "uq_agent" TO "uq_agents_agent_id"
    /// ```
    @discardableResult
    public func renameConstraint(_ name: String, of table: ObjectName, to newName: String) -> RecordedOperation {
        record(RenameConstraint(table: table, name: name, newName: newName))
    }
}
