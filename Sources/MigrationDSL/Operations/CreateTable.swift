/// Makes a table.
public struct CreateTable: Sendable {
    /// The table to make.
    public let table: Table
    /// Whether a table of this name that is there already is left as it is.
    public let ifNotExists: Bool
}

extension CreateTable: OperationDetails {
    package static var tag: String { "createTable" }
    package var summary: String { "create table \(table.name)" }
    package var touched: Touched { .schema(of: table.name) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard !ifNotExists else {
            throw Irreversible(self, "with ifNotExists it may have found the table there; drop it in a downgrade")
        }
        return [Operation(DropTable(name: table.name, definition: table, ifExists: false))]
    }

    package func call() -> OperationCall {
        OperationCall("createTable", .parts(.table(table))).flag("ifNotExists", ifNotExists)
    }

    package func spell(into text: inout CanonicalText) {
        table.spell(into: &text)
        text.flag("ifNotExists", ifNotExists)
    }
}

extension Operations {
    /// Makes a table.
    ///
    /// ```sql
    /// CREATE TABLE "spirit_titles" (
    ///     "id" uuid NOT NULL,
    ///     "title" varchar(100) NOT NULL,
    ///     PRIMARY KEY ("id")
    /// )
    /// ```
    @discardableResult
    public func createTable(
        _ name: ObjectName,
        comment: String? = nil,
        sqliteOptions: SQLiteTableOptions = [],
        ifNotExists: Bool = false,
        @TableBuilder _ elements: () -> [TableElement]
    ) -> RecordedOperation {
        let table = Table(name, comment: comment, sqliteOptions: sqliteOptions, elements)
        return createTable(table, ifNotExists: ifNotExists)
    }

    /// Makes a table of a definition.
    @discardableResult
    public func createTable(_ table: Table, ifNotExists: Bool = false) -> RecordedOperation {
        record(CreateTable(table: table, ifNotExists: ifNotExists))
    }
}
