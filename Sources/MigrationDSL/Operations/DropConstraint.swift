/// Removes a constraint from a table.
public struct DropConstraint: Sendable {
    /// The table.
    public let table: ObjectName
    /// The constraint's name.
    public let name: String
    /// The constraint's definition, which makes the operation reversible.
    public let definition: Constraint?
    /// Whether a constraint that is not there is no error; PostgreSQL only.
    public let ifExists: Bool
}

extension DropConstraint: OperationDetails {
    package static var tag: String { "dropConstraint" }
    package var summary: String { "drop constraint \(name) from \(table)" }

    package var touched: Touched {
        guard case .foreignKey(let key) = definition else { return .schema(of: table) }
        return .schema(of: table, key.referencedTable)
    }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let definition else {
            throw Irreversible(self, "give dropConstraint the constraint's definition, or write a downgrade")
        }
        return [Operation(AddConstraint(table: table, constraint: definition))]
    }

    package func call() -> OperationCall {
        OperationCall("dropConstraint", dropped).with("from", table).flag("ifExists", ifExists)
    }

    package var memberCall: OperationCall? {
        ifExists ? nil : OperationCall("dropConstraint", dropped)
    }

    private var dropped: CallValue {
        definition.map { .constraint($0) } ?? .name(name)
    }

    package func spell(into text: inout CanonicalText) {
        text.value("table", table)
        text.string("name", name)
        text.flag("ifExists", ifExists)
    }
}

extension Operations {
    /// Removes a constraint; cannot be reversed.
    ///
    /// ```sql
    /// ALTER TABLE "agents" DROP CONSTRAINT "uq_agent"
    /// ```
    @discardableResult
    public func dropConstraint(_ name: String, from table: ObjectName, ifExists: Bool = false) -> RecordedOperation {
        record(DropConstraint(table: table, name: name, definition: nil, ifExists: ifExists))
    }

    /// Removes a constraint whose definition, with its name, is known, so that the downgrade can add it again.
    @discardableResult
    public func dropConstraint(
        _ constraint: Constraint,
        from table: ObjectName,
        ifExists: Bool = false
    ) -> RecordedOperation {
        let operation = DropConstraint(
            table: table,
            name: constraint.name ?? "",
            definition: constraint,
            ifExists: ifExists
        )
        return record(operation)
    }
}
