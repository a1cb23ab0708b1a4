/// Changes a column's type, collation, nullability, default, identity, generation or comment.
public struct AlterColumn: Sendable {
    /// The table.
    public let table: ObjectName
    /// The column's name.
    public let name: String
    /// The new properties of the column.
    public let change: ColumnChange
    /// The properties before, which make the operation reversible.
    public let previous: ColumnChange?
    /// The expression that makes old values into new ones; PostgreSQL's `USING`.
    public let using: SQLText?
    /// The expression that makes new values into old ones in the downgrade.
    public let usingBack: SQLText?
}

extension AlterColumn: OperationDetails {
    package static var tag: String { "alterColumn" }
    package var summary: String { "alter column \(table).\(name)" }
    package var touched: Touched { .schema(of: table) }

    package var destroyed: String? {
        if case .set = change.generated { return "the values of \(table).\(name), which are computed anew" }
        guard let type = change.type else { return nil }
        if using != nil { return "what the expression does not keep of \(table).\(name)" }
        guard let former = previous?.type, former.isCut(by: type) else { return nil }
        return "what the new type does not hold of \(table).\(name)"
    }

    package func reversed() throws(Irreversible) -> [Operation] {
        let back = AlterColumn(
            table: table,
            name: name,
            change: try undone(change, was: previous, "the column"),
            previous: change,
            using: usingBack,
            usingBack: using
        )
        return [Operation(back)]
    }

    package func call() -> OperationCall {
        changed(OperationCall("alterColumn", .name(name)).with("of", table))
    }

    package var memberCall: OperationCall? {
        changed(OperationCall("alterColumn", .name(name)))
    }

    private func changed(_ call: OperationCall) -> OperationCall {
        call.with("to", .columnChange(change))
            .with("was", previous.map { .columnChange($0) })
            .with("using", using.map { .sql($0) })
            .with("usingBack", usingBack.map { .sql($0) })
    }

    package func spell(into text: inout CanonicalText) {
        text.value("table", table)
        text.string("column", name)
        change.spell(into: &text)
        text.value("using", using)
    }
}

extension Operations {
    /// Changes a column; `was` says what it was before, and makes the operation reversible.
    ///
    /// ```sql
    /// ALTER TABLE "agents" ALTER COLUMN "name" TYPE varchar(300), ALTER COLUMN "name" SET NOT NULL
    /// ```
    @discardableResult
    public func alterColumn(
        _ name: String,
        of table: ObjectName,
        to change: ColumnChange,
        was previous: ColumnChange? = nil,
        using: SQLText? = nil,
        usingBack: SQLText? = nil
    ) -> RecordedOperation {
        let operation = AlterColumn(
            table: table,
            name: name,
            change: change,
            previous: previous,
            using: using,
            usingBack: usingBack
        )
        return record(operation)
    }
}
