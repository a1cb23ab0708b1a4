/// Removes a table.
public struct DropTable: Sendable {
    /// The table's name.
    public let name: ObjectName
    /// The table's definition, which makes the operation reversible; its rows are lost all the same.
    public let definition: Table?
    /// Whether a table that is not there is no error.
    public let ifExists: Bool
}

extension DropTable: OperationDetails {
    package static var tag: String { "dropTable" }
    package var summary: String { "drop table \(name)" }
    package var touched: Touched { Touched(tables: [name], schema: true, data: true) }
    package var destroyed: String? { "all rows of \(name)" }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let definition else {
            throw Irreversible(self, "give dropTable the table's definition, or write a downgrade")
        }
        return [Operation(CreateTable(table: definition, ifNotExists: ifExists))]
    }

    package func call() -> OperationCall {
        let table: CallValue = definition.map { .parts(.table($0)) } ?? .objectName(name)
        return OperationCall("dropTable", table).flag("ifExists", ifExists)
    }

    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
        text.flag("ifExists", ifExists)
    }
}

extension Operations {
    /// Removes a table; cannot be reversed.
    ///
    /// ```sql
    /// DROP TABLE "spirit_titles"
    /// ```
    @discardableResult
    public func dropTable(_ name: ObjectName, ifExists: Bool = false) -> RecordedOperation {
        record(DropTable(name: name, definition: nil, ifExists: ifExists))
    }

    /// Removes a table whose definition is known, so that the downgrade can make it again, empty.
    @discardableResult
    public func dropTable(
        _ name: ObjectName,
        comment: String? = nil,
        sqliteOptions: SQLiteTableOptions = [],
        ifExists: Bool = false,
        @TableBuilder was elements: () -> [TableElement]
    ) -> RecordedOperation {
        let table = Table(name, comment: comment, sqliteOptions: sqliteOptions, elements)
        return record(DropTable(name: name, definition: table, ifExists: ifExists))
    }

    /// Removes a table of which the definition is known.
    @discardableResult
    public func dropTable(_ table: Table, ifExists: Bool = false) -> RecordedOperation {
        record(DropTable(name: table.name, definition: table, ifExists: ifExists))
    }
}
