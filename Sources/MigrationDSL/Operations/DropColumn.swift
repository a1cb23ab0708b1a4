/// Removes a column from a table.
public struct DropColumn: Sendable {
    /// The table.
    public let table: ObjectName
    /// The column's name.
    public let name: String
    /// The column's definition, which makes the operation reversible; its values are lost all the same.
    public let definition: Column?
    /// Whether a column that is not there is no error; PostgreSQL only.
    public let ifExists: Bool
}

extension DropColumn: OperationDetails {
    package static var tag: String { "dropColumn" }
    package var summary: String { "drop column \(table).\(name)" }
    package var touched: Touched { .schema(of: table) }
    package var destroyed: String? { "the values of \(table).\(name)" }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let definition else {
            throw Irreversible(self, "give dropColumn the column's definition, or write a downgrade")
        }
        return [Operation(AddColumn(table: table, column: definition, ifNotExists: ifExists))]
    }

    package func call() -> OperationCall {
        OperationCall("dropColumn", dropped).with("from", table).flag("ifExists", ifExists)
    }

    package var memberCall: OperationCall? {
        ifExists ? nil : OperationCall("dropColumn", dropped)
    }

    private var dropped: CallValue {
        definition.map { .column($0) } ?? .name(name)
    }

    package func spell(into text: inout CanonicalText) {
        text.value("table", table)
        text.string("column", name)
        text.flag("ifExists", ifExists)
    }
}

extension Operations {
    /// Removes a column; cannot be reversed.
    ///
    /// ```sql
    /// ALTER TABLE "agents" DROP COLUMN "mood"
    /// ```
    @discardableResult
    public func dropColumn(_ name: String, from table: ObjectName, ifExists: Bool = false) -> RecordedOperation {
        record(DropColumn(table: table, name: name, definition: nil, ifExists: ifExists))
    }

    /// Removes a column whose definition is known, so that the downgrade can add it again.
    @discardableResult
    public func dropColumn(_ column: Column, from table: ObjectName, ifExists: Bool = false) -> RecordedOperation {
        record(DropColumn(table: table, name: column.name, definition: column, ifExists: ifExists))
    }
}
