/// Checks the rows that a constraint was added without checking; PostgreSQL only, nothing to do on SQLite.
public struct ValidateConstraint: Sendable {
    /// The table.
    public let table: ObjectName
    /// The constraint's name.
    public let name: String
}

extension ValidateConstraint: OperationDetails {
    package static var tag: String { "validateConstraint" }
    package var summary: String { "validate constraint \(name) of \(table)" }
    package var touched: Touched { .schema(of: table) }

    /// Nothing: what was checked may stay so.
    package func reversed() -> [Operation] { [] }

    package func call() -> OperationCall {
        OperationCall("validateConstraint", .name(name)).with("on", table)
    }

    package func spell(into text: inout CanonicalText) {
        text.value("table", table)
        text.string("name", name)
    }
}

extension Operations {
    /// Checks the rows that a constraint was added without checking.
    ///
    /// ```sql
    /// ALTER TABLE "traits" VALIDATE CONSTRAINT "traits_agent_id_fkey"
    /// ```
    @discardableResult
    public func validateConstraint(_ name: String, on table: ObjectName) -> RecordedOperation {
        record(ValidateConstraint(table: table, name: name))
    }
}
