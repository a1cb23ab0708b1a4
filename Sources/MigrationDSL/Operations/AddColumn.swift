/// Adds a column to a table, after its last.
public struct AddColumn: Sendable {
    /// The table.
    public let table: ObjectName
    /// The column to add.
    public let column: Column
    /// Whether a column of this name that is there already is left as it is; PostgreSQL only.
    public let ifNotExists: Bool
}

extension AddColumn: OperationDetails {
    package static var tag: String { "addColumn" }
    package var summary: String { "add column \(table).\(column.name)" }
    package var touched: Touched { .schema(of: table) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard !ifNotExists else {
            throw Irreversible(self, "with ifNotExists it may have found the column there; drop it in a downgrade")
        }
        return [Operation(DropColumn(table: table, name: column.name, definition: column, ifExists: false))]
    }

    package func call() -> OperationCall {
        OperationCall("addColumn", .column(column)).with("to", table).flag("ifNotExists", ifNotExists)
    }

    package var memberCall: OperationCall? {
        ifNotExists ? nil : OperationCall("addColumn", .column(column))
    }

    package func spell(into text: inout CanonicalText) {
        text.value("table", table)
        text.value("column", column)
        text.unordered("constraints", column.constraints)
        text.flag("ifNotExists", ifNotExists)
    }
}

extension Operations {
    /// Adds a column to a table.
    ///
    /// ```sql
    /// ALTER TABLE "agents" ADD COLUMN "mood" varchar(20)
    /// ```
    @discardableResult
    public func addColumn(_ column: Column, to table: ObjectName, ifNotExists: Bool = false) -> RecordedOperation {
        record(AddColumn(table: table, column: column, ifNotExists: ifNotExists))
    }
}
